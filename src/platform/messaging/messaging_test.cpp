// Messages leave after their cause was committed, once, and what goes wrong stays visible.
#include <gtest/gtest.h>

#include "platform/db/database.h"
#include "platform/db_testing/database_fixture.h"
#include "platform/log/log.h"
#include "platform/messaging/delivery.h"

namespace portico::messaging {
namespace {

using db::eventually;

class FakeChannel final : public Channel {
public:
    void send(const StoredMessage& message) override {
        ++tries;
        if (behaviour) behaviour();
        const std::scoped_lock lock(mutex_);
        sent_.push_back(message);
    }
    std::vector<StoredMessage> sent() const {
        const std::scoped_lock lock(mutex_);
        return sent_;
    }
    std::atomic<int> tries{0};
    std::function<void()> behaviour;

private:
    mutable std::mutex mutex_;
    std::vector<StoredMessage> sent_;
};

class MessagingTest : public db::DatabaseTest {
protected:
    void start(int max_attempts = 10) {
        jobs::WorkerOptions options;
        options.threads = 1;
        options.max_attempts = max_attempts;
        options.look_again = std::chrono::hours(1);
        delivery.emplace(units(), outbox, clock, mail, sms);
        workers.emplace(units(), clock, options);
        delivery->register_with(*workers);
        workers->start();
    }
    void TearDown() override {
        workers.reset();
        DatabaseTest::TearDown();
    }
    MessageId enqueue(const Message& message) {
        auto unit = begin();
        const auto id = outbox.enqueue(unit.session(), message);
        unit.commit_technical();
        return id;
    }
    StoredMessage stored(const MessageId& id) {
        auto session = read();
        return outbox.find(session, id).value();
    }
    int jobs_left() { return read().value<int>("SELECT count(*) FROM job WHERE state <> 'dead'"); }

    ManualClock clock;
    jobs::Queue queue{clock};
    MessageOutbox outbox{queue, clock};
    FakeChannel mail;
    FakeChannel sms;
    std::optional<Delivery> delivery;
    std::optional<jobs::Workers> workers;
};
PORTICO_ON_BOTH_DATABASES(MessagingTest);

const Message letter{.channel = ChannelKind::mail,
                     .to = "ann@example.org",
                     .subject = "Accès accordé",
                     .text = "Bonjour",
                     .html = "<p>Bonjour</p>",
                     .language = "fr"};

TEST_P(MessagingTest, sends_by_the_channel_of_the_message_once) {
    start();
    const auto first = enqueue(letter);
    const auto second = enqueue({.channel = ChannelKind::sms, .to = "+3212345678", .text = "123456", .language = "nl"});
    ASSERT_TRUE(eventually([&] { return jobs_left() == 0; }));
    ASSERT_EQ(mail.sent().size(), 1U);
    ASSERT_EQ(sms.sent().size(), 1U);
    EXPECT_EQ(mail.sent()[0].message.subject, letter.subject);
    EXPECT_EQ(mail.sent()[0].message.html, letter.html);
    EXPECT_EQ(stored(first).state, MessageState::sent);
    EXPECT_EQ(stored(first).sent_at, clock.now());
    EXPECT_EQ(stored(second).message.to, "+3212345678");
}

TEST_P(MessagingTest, sends_nothing_whose_cause_was_rolled_back) {
    start();
    {
        auto unit = begin();
        outbox.enqueue(unit.session(), letter);
    }
    enqueue(letter);
    ASSERT_TRUE(eventually([&] { return mail.tries > 0 && jobs_left() == 0; }));
    EXPECT_EQ(mail.tries, 1);
}

TEST_P(MessagingTest, tries_again_after_a_failure_and_gives_up_in_the_end) {
    mail.behaviour = [] { throw std::runtime_error("connection refused"); };
    start(2);
    const auto id = enqueue(letter);
    ASSERT_TRUE(eventually([&] { return mail.tries == 1 && !stored(id).last_error.empty(); }));
    EXPECT_EQ(stored(id).state, MessageState::queued);
    ASSERT_TRUE(eventually([&] { return read().value<int>("SELECT count(*) FROM job WHERE state = 'pending'") == 1; }));
    clock.advance_seconds(60);
    workers->wake();
    ASSERT_TRUE(eventually([&] { return jobs_left() == 0; }));
    EXPECT_EQ(mail.tries, 2);
    EXPECT_EQ(stored(id).state, MessageState::failed);
    EXPECT_EQ(stored(id).last_error, "connection refused");
}

TEST_P(MessagingTest, does_not_try_an_undeliverable_message_again) {
    mail.behaviour = [] { throw Undeliverable("no such address"); };
    start();
    const auto id = enqueue(letter);
    ASSERT_TRUE(eventually([&] { return jobs_left() == 0; }));
    EXPECT_EQ(mail.tries, 1);
    EXPECT_EQ(stored(id).state, MessageState::failed);
}

TEST_P(MessagingTest, lists_the_newest_first) {
    const auto older = enqueue(letter);
    clock.advance_seconds(1);
    const auto newer = enqueue(letter);
    auto session = read();
    const auto recent = outbox.recent(session, 10);
    ASSERT_EQ(recent.size(), 2U);
    EXPECT_EQ(recent[0].id, newer);
    EXPECT_EQ(recent[1].id, older);
    EXPECT_EQ(recent[1].message.text, "Bonjour");
    EXPECT_EQ(outbox.recent(session, 1).size(), 1U);
}

TEST(LogChannel, tells_neither_reader_nor_content) {
    std::string lines;
    log::set_sink([&](std::string_view line) { lines += line; });
    StoredMessage message;
    message.message = letter;
    LogChannel().send(message);
    log::set_sink({});
    EXPECT_NE(lines.find("mail"), std::string::npos);
    for (const auto* secret : {"ann@", "Acc", "Bonjour"}) EXPECT_EQ(lines.find(secret), std::string::npos);
}

}  // namespace
}  // namespace portico::messaging
