// Messages leave after their cause was committed, nothing is lost, hardly anything sent twice, and what goes wrong
// stays visible (PAT-42, GEN-10, GEN-12).
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
    Taken send(const Outgoing& outgoing) override {
        ++tries;
        if (behaviour) behaviour();
        const std::scoped_lock lock(mutex_);
        sent_.push_back(outgoing);
        return {"gateway-" + outgoing.id.text()};
    }
    std::vector<Outgoing> sent() const {
        const std::scoped_lock lock(mutex_);
        return sent_;
    }
    std::atomic<int> tries{0};
    std::function<void()> behaviour;

private:
    mutable std::mutex mutex_;
    std::vector<Outgoing> sent_;
};

const Message letter{.channel = ChannelKind::mail,
                     .to = "ann@example.org",
                     .subject = "Accès accordé",
                     .text = "Bonjour",
                     .html = "<p>Bonjour</p>",
                     .language = "fr"};
const Message text_message{.channel = ChannelKind::sms, .to = "+32475123456", .text = "hello", .language = "nl"};

class MessagingTest : public db::DatabaseTest {
protected:
    void start(Channel* mail_channel = nullptr) {
        delivery.emplace(DeliveryParts{.units = units(),
                                       .outbox = outbox,
                                       .clock = clock,
                                       .mail = mail_channel != nullptr ? *mail_channel : mail,
                                       .sms = sms,
                                       .budget = budget,
                                       .reports = &reports});
        for (const auto queue_name : {codes_queue, messages_queue}) {
            jobs::WorkerOptions options;
            options.queue = std::string(queue_name);
            options.threads = 1;
            options.max_attempts = 1000;
            options.look_again = std::chrono::hours(1);
            workers.push_back(std::make_unique<jobs::Workers>(units(), clock, options));
            delivery->register_with(*workers.back());
            workers.back()->start();
        }
    }
    void stop() { workers.clear(); }
    void TearDown() override {
        stop();
        DatabaseTest::TearDown();
    }
    MessageId enqueue(const Message& message) {
        auto unit = begin();
        auto id = outbox.enqueue(unit.session(), message);
        unit.commit_technical();
        return id;
    }
    StoredMessage stored(const MessageId& id) {
        auto session = read();
        return outbox.find(session, id).value();
    }
    bool settled() { return read().value<int>("SELECT count(*) FROM job WHERE state = 'running'") == 0; }
    bool comes_to(const MessageId& id, MessageState state) {
        return eventually([&] { return stored(id).state == state && settled(); });
    }
    // The next try was made and has failed.
    bool fails_for_now(const MessageId& id, int tries) {
        return eventually([&] {
            const auto now = stored(id);
            return now.tries == tries && now.state == MessageState::queued && settled();
        });
    }
    void pass(std::int64_t seconds) {
        clock.advance_seconds(seconds);
        for (auto& one : workers) one->wake();
    }
    bool report(const MessageId& id, Report what, std::string_view detail = "") {
        auto unit = begin();
        const bool known = reports.apply(unit, id, what, "gw", detail);
        unit.commit_technical();
        return known;
    }
    SmsUse use(const std::optional<TenantId>& tenant = std::nullopt) {
        auto session = read();
        return budget.use(session, tenant);
    }
    std::string stored_texts() {
        std::string all;
        auto session = read();
        for (const auto& [subject, text, html] :
             session.rows<std::string, std::string, std::string>("SELECT subject, body_text, body_html FROM message"))
            all += subject + text + html;
        return all;
    }

    ManualClock clock;
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    jobs::Queue queue{clock};
    MessageOutbox outbox{queue, keys, clock};
    SmsBudget budget{{.countries = {"BE"}, .monthly_limit = 5}, clock};
    DeliveryReports reports{[] { return "https://portal.example"; }, keys, clock};
    FakeChannel mail;
    FakeChannel sms;
    std::optional<Delivery> delivery;
    std::vector<std::unique_ptr<jobs::Workers>> workers;
};
PORTICO_ON_BOTH_DATABASES(MessagingTest);

TEST_P(MessagingTest, sends_by_the_channel_of_the_message_once) {
    start();
    const auto first = enqueue(letter);
    const auto second = enqueue(text_message);
    ASSERT_TRUE(comes_to(first, MessageState::sent));
    ASSERT_TRUE(comes_to(second, MessageState::sent));
    ASSERT_EQ(mail.sent().size(), 1U);
    ASSERT_EQ(sms.sent().size(), 1U);
    EXPECT_EQ(mail.sent()[0].message.subject, letter.subject);
    EXPECT_EQ(mail.sent()[0].message.html, letter.html);
    EXPECT_EQ(mail.sent()[0].id, first);
    EXPECT_EQ(stored(first).sent_at, clock.now());
    EXPECT_EQ(sms.sent()[0].message.to, text_message.to);
}

TEST_P(MessagingTest, sends_nothing_whose_cause_was_rolled_back) {
    start();
    {
        auto unit = begin();
        outbox.enqueue(unit.session(), letter);
    }
    ASSERT_TRUE(comes_to(enqueue(letter), MessageState::sent));
    EXPECT_EQ(mail.tries, 1);
}

TEST_P(MessagingTest, keeps_texts_sealed_and_drops_them_after_sending) {  // S9
    const auto id = enqueue(letter);
    EXPECT_EQ(stored(id).message.text, letter.text);
    EXPECT_EQ(stored_texts().find("Bonjour"), std::string::npos);
    start();
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(stored_texts(), "");
    EXPECT_FALSE(stored(id).has_content);
    EXPECT_EQ(stored(id).message.to, letter.to);
}

TEST_P(MessagingTest, tries_again_with_growing_pauses_and_gives_up_after_a_day) {  // PAT-42
    mail.behaviour = [] { throw std::runtime_error("connection refused"); };
    start();
    const auto id = enqueue(letter);
    const auto began = clock.now();
    for (int tries = 1; tries <= 4; ++tries) {
        ASSERT_TRUE(fails_for_now(id, tries));
        const auto next = stored(id).next_try_at.value();
        EXPECT_EQ(next, clock.now().plus_seconds(std::int64_t{5} << (tries - 1)));
        EXPECT_EQ(stored(id).last_error, "connection refused");
        pass((next.milliseconds - clock.now().milliseconds) / 1000);
    }
    ASSERT_TRUE(fails_for_now(id, 5));
    pass(24 * 3600);
    ASSERT_TRUE(comes_to(id, MessageState::given_up));
    EXPECT_EQ(mail.tries, 6);
    EXPECT_TRUE(stored(id).has_content) << "it can be sent again";
    EXPECT_GT(clock.now(), began.plus_seconds(24 * 3600));
}

TEST_P(MessagingTest, loses_nothing_and_sends_nothing_twice_when_a_gateway_was_down) {  // PAT-42
    std::atomic<bool> down{true};
    mail.behaviour = [&] {
        if (down) throw std::runtime_error("connection refused");
    };
    start();
    std::vector<MessageId> ids;
    ids.reserve(20);
    for (int i = 0; i < 20; ++i) ids.push_back(enqueue(letter));
    for (const auto& id : ids) ASSERT_TRUE(fails_for_now(id, 1));
    down = false;
    pass(5);
    for (const auto& id : ids) ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(mail.sent().size(), 20U);
}

TEST_P(MessagingTest, never_sends_a_code_that_is_not_valid_any_more) {  // GEN-12
    std::atomic<bool> down{true};
    sms.behaviour = [&] {
        if (down) throw std::runtime_error("gateway down");
    };
    start();
    auto code = text_message;
    code.text = "123456";
    code.priority = Priority::code;
    code.valid_until = clock.now().plus_seconds(600);
    const auto id = enqueue(code);
    ASSERT_TRUE(fails_for_now(id, 1));
    const auto tries = sms.tries.load();
    down = false;
    pass(600);
    ASSERT_TRUE(comes_to(id, MessageState::expired));
    EXPECT_EQ(sms.tries, tries);
    EXPECT_EQ(stored(id).last_error, reasons::not_valid_any_more);
    EXPECT_FALSE(stored(id).has_content);
    EXPECT_EQ(use().parts, 0) << "it cost nothing";
}

TEST_P(MessagingTest, lets_no_try_last_beyond_the_end_of_what_it_says) {
    start();
    auto code = text_message;
    code.valid_until = clock.now().plus_seconds(20);
    ASSERT_TRUE(comes_to(enqueue(code), MessageState::sent));
    EXPECT_EQ(sms.sent().at(0).longest, std::chrono::seconds(20));
    code.valid_until = clock.now().plus_seconds(600);
    ASSERT_TRUE(comes_to(enqueue(code), MessageState::sent));
    EXPECT_EQ(sms.sent().at(1).longest, std::chrono::seconds(60));
}

TEST_P(MessagingTest, does_not_let_codes_wait_for_others) {
    std::atomic<bool> stuck{true};
    mail.behaviour = [&] { EXPECT_TRUE(!stuck || eventually([&] { return !stuck; })); };
    start();
    enqueue(letter);
    ASSERT_TRUE(eventually([&] { return mail.tries == 1; }));
    auto code = text_message;
    code.priority = Priority::code;
    const auto id = enqueue(code);
    EXPECT_TRUE(eventually([&] { return stored(id).state == MessageState::sent; }));
    stuck = false;
}

TEST_P(MessagingTest, does_not_try_an_undeliverable_message_again_unless_told_to) {
    mail.behaviour = [&] {
        if (mail.tries == 1) throw Undeliverable("550 no such \xC3\xA9");
    };
    start();
    const auto id = enqueue(letter);
    ASSERT_TRUE(comes_to(id, MessageState::failed));
    EXPECT_EQ(stored(id).last_error, "550 no such ??");
    EXPECT_EQ(mail.tries, 1);
    auto unit = begin();
    EXPECT_FALSE(outbox.send_again(unit.session(), TenantId::trusted("other"), id));
    EXPECT_TRUE(outbox.send_again(unit.session(), std::nullopt, id));
    EXPECT_FALSE(outbox.send_again(unit.session(), std::nullopt, id));
    unit.commit_technical();
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(mail.tries, 2);
}

TEST_P(MessagingTest, makes_a_try_again_whose_process_died) {
    const auto id = enqueue(letter);
    {
        auto unit = begin();
        unit.session().exec("UPDATE message SET state = 'sending', tries = 1");
        unit.session().exec("UPDATE job SET state = 'running', lease = 'gone', attempts = 1, due_at = ?", clock.now());
        unit.commit_technical();
    }
    start();
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(stored(id).tries, 2);
    EXPECT_EQ(mail.sent().at(0).id, id) << "the same identity for each try";
}

TEST_P(MessagingTest, is_told_by_gateways_what_became_of_it) {  // PAT-42
    start();
    const auto id = enqueue(text_message);
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(sms.sent().at(0).report_url, reports.url_for(id));
    EXPECT_TRUE(report(id, Report::taken));
    EXPECT_EQ(stored(id).state, MessageState::sent);
    clock.advance_seconds(2);
    EXPECT_TRUE(report(id, Report::delivered));
    EXPECT_EQ(stored(id).state, MessageState::delivered);
    EXPECT_EQ(stored(id).delivered_at, clock.now());
    EXPECT_TRUE(report(id, Report::failed));
    EXPECT_EQ(stored(id).state, MessageState::delivered);

    const auto lost = enqueue(text_message);
    ASSERT_TRUE(comes_to(lost, MessageState::sent));
    EXPECT_TRUE(report(lost, Report::failed, "UNDELIV\n"));
    EXPECT_EQ(stored(lost).state, MessageState::failed);
    EXPECT_EQ(stored(lost).last_error, "UNDELIV?");
    EXPECT_FALSE(report(MessageId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1"), Report::delivered));
}

TEST_P(MessagingTest, takes_reports_only_with_the_key_of_the_message) {
    const auto id = enqueue(text_message);
    const auto other = enqueue(text_message);
    const auto url = reports.url_for(id);
    const auto key = url.substr(url.find("&key=") + 5);
    EXPECT_TRUE(reports.key_matches(id, key));
    EXPECT_FALSE(reports.key_matches(other, key));
    EXPECT_FALSE(reports.key_matches(id, ""));
    EXPECT_FALSE(DeliveryReports({}, crypto::KeyRing::ephemeral(), clock).key_matches(id, key));
    EXPECT_TRUE(report(id, Report::delivered));
    EXPECT_EQ(stored(id).state, MessageState::queued) << "what was never sent is not delivered";
}

TEST_P(MessagingTest, is_not_sent_twice_when_a_report_says_that_an_uncertain_try_succeeded) {
    sms.behaviour = [] { throw Uncertain("the gateway broke off"); };
    start();
    const auto id = enqueue(text_message);
    ASSERT_TRUE(fails_for_now(id, 1));
    EXPECT_EQ(stored(id).next_try_at, clock.now().plus_seconds(90));
    EXPECT_TRUE(report(id, Report::taken));
    EXPECT_EQ(stored(id).state, MessageState::sent);
    pass(90);
    EXPECT_TRUE(eventually([&] { return read().value<int>("SELECT count(*) FROM job") == 0; }));
    EXPECT_EQ(sms.tries, 1);
}

TEST_P(MessagingTest, writes_to_allowed_countries_only) {  // GEN-10
    start();
    for (const auto* to : {"+31612345678", "+881612345678", "0475123456", "nonsense"}) {
        auto message = text_message;
        message.to = to;
        const auto id = enqueue(message);
        ASSERT_TRUE(comes_to(id, MessageState::failed)) << to;
        EXPECT_EQ(stored(id).last_error, reasons::country_not_allowed);
    }
    EXPECT_EQ(sms.tries, 0);
    EXPECT_EQ(use().parts, 0);
}

TEST_P(MessagingTest, counts_sms_by_tenant_and_month_up_to_the_limit) {  // GEN-10
    start();
    const auto north = TenantId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1");
    auto message = text_message;
    message.tenant = north;
    message.text = std::string(161, 'x');
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(comes_to(enqueue(message), MessageState::sent));
    EXPECT_EQ(use(north).parts, 4);
    EXPECT_EQ(use(north).month, "2023-11");
    const auto third = enqueue(message);
    ASSERT_TRUE(comes_to(third, MessageState::failed));
    EXPECT_EQ(stored(third).last_error, reasons::monthly_limit_reached);
    EXPECT_EQ(use().parts, 0) << "others have their own count";
    ASSERT_TRUE(comes_to(enqueue(text_message), MessageState::sent));
    {
        auto unit = begin();
        SmsBudget::set_limit(unit.session(), north, 6);
        EXPECT_TRUE(outbox.send_again(unit.session(), north, third));
        unit.commit_technical();
    }
    ASSERT_TRUE(comes_to(third, MessageState::sent));
    EXPECT_EQ(use(north).parts, 6);
    clock.advance_seconds(31 * 24 * 3600);
    EXPECT_EQ(use(north).parts, 0);
}

TEST_P(MessagingTest, gives_back_what_was_counted_for_an_undeliverable_one) {  // GEN-10
    sms.behaviour = [] { throw Undeliverable("no such number"); };
    start();
    ASSERT_TRUE(comes_to(enqueue(text_message), MessageState::failed));
    EXPECT_EQ(use().parts, 0);
}

TEST_P(MessagingTest, lists_the_newest_first) {
    const auto older = enqueue(letter);
    clock.advance_seconds(1);
    const auto newer = enqueue(text_message);
    auto session = read();
    const auto recent = outbox.recent(session, 10);
    ASSERT_EQ(recent.size(), 2U);
    EXPECT_EQ(recent[0].id, newer);
    EXPECT_EQ(recent[1].id, older);
    EXPECT_EQ(recent[1].message.text, "Bonjour");
    EXPECT_EQ(outbox.recent(session, 1).size(), 1U);

    const auto listed = [&](const MessageFilter& filter) { return outbox.list(session, filter, 10).size(); };
    EXPECT_EQ(listed({}), 2U);
    EXPECT_EQ(outbox.list(session, {}, 10)[0].message.text, "");
    EXPECT_EQ(listed({.tenant = TenantId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1")}), 0U);
    EXPECT_EQ(listed({.tenant = {}, .channel = ChannelKind::sms}), 1U);
    EXPECT_EQ(listed({.tenant = {}, .states = {MessageState::failed, MessageState::given_up}}), 0U);
    EXPECT_EQ(listed({.tenant = {}, .recipient = "ANN@"}), 1U);
    EXPECT_EQ(listed({.tenant = {}, .recipient = "%"}), 0U);
    EXPECT_EQ(listed({.tenant = {}, .after = newer}), 1U);
}

TEST_P(MessagingTest, forgets_after_thirty_days_what_is_over) {
    start();
    const auto id = enqueue(letter);
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    stop();
    clock.advance_seconds(31 * 24 * 3600);
    enqueue(letter);
    auto unit = begin();
    outbox.prune(unit.session());
    EXPECT_FALSE(outbox.find(unit.session(), id));
    EXPECT_EQ(outbox.recent(unit.session(), 10).size(), 1U);
}

TEST_P(MessagingTest, by_the_log_keeps_its_texts_for_the_demonstration) {
    LogChannel log_channel;
    start(&log_channel);
    const auto id = enqueue(letter);
    ASSERT_TRUE(comes_to(id, MessageState::sent));
    EXPECT_EQ(stored(id).message.text, "Bonjour");
}

TEST(LogChannel, tells_neither_reader_nor_content) {
    std::string lines;
    log::set_sink([&](std::string_view line) { lines += line; });
    LogChannel().send({.id = {}, .message = letter, .report_url = {}});
    log::set_sink({});
    EXPECT_NE(lines.find("mail"), std::string::npos);
    for (const auto* secret : {"ann@", "Acc", "Bonjour"}) EXPECT_EQ(lines.find(secret), std::string::npos);
}

TEST(NextTry, waits_longer_each_time_and_ends_after_a_day) {  // PAT-42
    constexpr Timestamp start{1'700'000'000'000};
    EXPECT_EQ(next_try({.queued_at = start, .tries = 1}, start), start.plus_seconds(5));
    EXPECT_EQ(next_try({.queued_at = start, .tries = 8}, start), start.plus_seconds(640));
    EXPECT_EQ(next_try({.queued_at = start, .tries = 100}, start), start.plus_seconds(900));
    const auto end = start.plus_seconds(24 * 3600);
    EXPECT_EQ(next_try({.queued_at = start, .tries = 100}, end.plus_seconds(-10)), end);
    EXPECT_EQ(next_try({.queued_at = start, .tries = 100}, end), std::nullopt);
}

TEST(NextTry, of_a_code_comes_soon_and_not_after_its_end) {
    constexpr Timestamp start{1'700'000'000'000};
    const auto end = start.plus_seconds(600);
    EXPECT_EQ(next_try({.queued_at = start, .tries = 7, .valid_until = end}, start), start.plus_seconds(60));
    EXPECT_EQ(next_try({.queued_at = start, .tries = 7, .valid_until = end}, end.plus_seconds(-5)), end);
    EXPECT_EQ(next_try({.queued_at = start, .tries = 1, .valid_until = end, .uncertain = true}, start),
              start.plus_seconds(90));
}

}  // namespace
}  // namespace portico::messaging
