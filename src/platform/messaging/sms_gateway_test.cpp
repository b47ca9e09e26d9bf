// What gateways are asked, and what their answers mean (PAT-43).
#include <gtest/gtest.h>

#include <mutex>

#include "platform/http/test_client.h"
#include "platform/messaging/kannel_channel.h"
#include "platform/messaging/twilio_channel.h"

namespace portico::messaging {
namespace {

using http::Method;
using http::Response;
using http::testing::TestServer;

// A gateway that keeps what it was asked and answers what it is told.
class Gateway {
public:
    Gateway() {
        http::Router router;
        const auto take = [this](http::Request& request) {
            const std::scoped_lock lock(mutex_);
            asked_ = request.raw_target + "\n" + std::string(request.header("Authorization")) + "\n" + request.body;
            return Response::text(status, answer);
        };
        router.add(Method::get, "/{path...}", {}, take);
        http::RouteOptions options;
        options.body = http::BodyPolicy::buffered(10'000);
        router.add(Method::post, "/{path...}", options, take);
        auto given = http::testing::test_options();
        given.hosts = {"127.0.0.1"};
        server_ = std::make_unique<TestServer>(std::move(router), given);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    bool was_asked(std::string_view part) const {
        const std::scoped_lock lock(mutex_);
        return asked_.find(part) != std::string::npos;
    }
    std::string asked() const {
        const std::scoped_lock lock(mutex_);
        return asked_;
    }
    int status = 202;
    std::string answer = "0: Accepted for delivery";

private:
    mutable std::mutex mutex_;
    std::string asked_;
    std::unique_ptr<TestServer> server_;
};

class SmsGatewayTest : public ::testing::Test {
protected:
    Outgoing outgoing(std::string text = "Code 123456") const {
        Outgoing out{.id = MessageId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1"), .message = {}, .report_url = {}};
        out.message.channel = ChannelKind::sms;
        out.message.to = "+32475123456";
        out.message.text = std::move(text);
        return out;
    }
    template <class ChannelType>
    std::string outcome(ChannelType& channel, const Outgoing& out) {
        try {
            return "taken " + channel.send(out).gateway_id;
        } catch (const Undeliverable&) {
            return "undeliverable";
        } catch (const Uncertain&) {
            return "uncertain";
        } catch (const std::exception&) {
            return "later";
        }
    }
    ManualClock clock;
    Gateway gateway;
    KannelChannel kannel{{gateway.url() + "/cgi-bin/sendsms", "app", "p&ss", "Portico"}, clock};
    TwilioChannel twilio{{gateway.url(), "AC1", "token", "+3200"}, clock};
};

TEST_F(SmsGatewayTest, kannel_is_asked_by_sendsms) {
    auto out = outgoing("Bonjour à tous & co");
    out.message.valid_until = clock.now().plus_seconds(599);
    out.report_url = "https://portal.example/api/v1/sms-reports?message=m&key=k";
    EXPECT_EQ(outcome(kannel, out), "taken ");
    EXPECT_TRUE(gateway.was_asked("/cgi-bin/sendsms?")) << gateway.asked();
    for (const auto* part :
         {"username=app&", "password=p%26ss&", "from=Portico&", "to=%2B32475123456&", "coding=0&",
          "text=Bonjour%20%C3%A0%20tous%20%26%20co&", "validity=9&", "dlr-mask=31&",
          "dlr-url=https%3A%2F%2Fportal.example%2Fapi%2Fv1%2Fsms-reports%3Fmessage%3Dm%26key%3Dk%26status%3D%25d"})
        EXPECT_TRUE(gateway.was_asked(part)) << part << "\n" << gateway.asked();
    EXPECT_EQ(outcome(kannel, outgoing("код")), "taken ");
    EXPECT_TRUE(gateway.was_asked("coding=2&"));
}

TEST_F(SmsGatewayTest, kannel_gets_no_code_that_is_valid_for_less_than_a_minute) {  // GEN-12
    auto out = outgoing();
    out.message.valid_until = clock.now().plus_seconds(59);
    EXPECT_EQ(outcome(kannel, out), "later");
    EXPECT_EQ(gateway.asked(), "");
}

TEST_F(SmsGatewayTest, kannel_answers_are_understood) {
    const auto with = [&](int status) {
        gateway.status = status;
        return outcome(kannel, outgoing());
    };
    EXPECT_EQ(with(202), "taken ");
    EXPECT_EQ(with(400), "undeliverable");
    EXPECT_EQ(with(403), "later");
    EXPECT_EQ(with(503), "later");
}

TEST_F(SmsGatewayTest, twilio_is_asked_by_a_form) {
    gateway.status = 201;
    gateway.answer = R"({"sid": "SM7", "status": "queued"})";
    auto out = outgoing("à");
    out.message.valid_until = clock.now().plus_seconds(599);
    out.report_url = "https://portal.example/r?m=1";
    EXPECT_EQ(outcome(twilio, out), "taken SM7");
    for (const auto* part :
         {"/2010-04-01/Accounts/AC1/Messages.json", "Basic QUMxOnRva2Vu", "To=%2B32475123456&", "From=%2B3200&",
          "Body=%C3%A0&", "ValidityPeriod=599&", "StatusCallback=https%3A%2F%2Fportal.example%2Fr%3Fm%3D1"})
        EXPECT_TRUE(gateway.was_asked(part)) << part << "\n" << gateway.asked();
}

TEST_F(SmsGatewayTest, twilio_answers_are_understood) {
    const auto with = [&](int status, std::string body) {
        gateway.status = status;
        gateway.answer = std::move(body);
        return outcome(twilio, outgoing());
    };
    EXPECT_EQ(with(400, R"({"code": 21211, "message": "Invalid 'To' Phone Number"})"), "undeliverable");
    EXPECT_EQ(with(401, "{}"), "later");
    EXPECT_EQ(with(429, "nonsense"), "later");
    EXPECT_EQ(with(500, ""), "later");
    EXPECT_EQ(with(201, "[]"), "taken ");
}

TEST_F(SmsGatewayTest, that_is_not_there_is_asked_later) {
    KannelChannel nowhere({"http://127.0.0.1:1/sendsms", "app", "x", "y"}, clock);
    EXPECT_EQ(outcome(nowhere, outgoing()), "later");
    EXPECT_THROW(KannelChannel({"ftp://x", "a", "b", "c"}, clock), std::runtime_error);
}

TEST(TwilioSignature, is_hmac_sha1_over_address_and_form) {
    // Checked with: printf 'https://example.org/r?x=1AbcB2' | openssl dgst -sha1 -hmac secret -binary | base64
    EXPECT_EQ(twilio_signature("secret", "https://example.org/r?x=1", {{"B", "2"}, {"A", "bc"}}),
              "00g1tlaX31PU7DtaClDiORMA04w=");
}

}  // namespace
}  // namespace portico::messaging
