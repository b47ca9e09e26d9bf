#include "app/wiring/messages.h"

#include <stdexcept>

#include "platform/messaging/kannel_channel.h"
#include "platform/messaging/smtp_channel.h"
#include "platform/messaging/twilio_channel.h"

namespace portico::app {
namespace {

jobs::WorkerOptions worker_options(std::string_view queue) {
    jobs::WorkerOptions options;
    options.queue = std::string(queue);
    options.threads = 2;
    // How long a message is tried is its own business; a job only ends early when the database fails this often.
    options.max_attempts = 1'000'000;
    return options;
}

std::function<std::string()> report_base(const config::Settings& settings, std::function<std::string()> public_url) {
    const auto& configured = settings.messages.sms.report_url;
    if (configured.empty()) return public_url;
    return [configured] { return configured; };
}

messaging::SmsRules rules_of(const config::SmsSettings& settings) {
    return {.countries = settings.countries, .monthly_limit = settings.monthly_limit};
}

}  // namespace

std::unique_ptr<messaging::Channel> mail_channel(const config::MailSettings& settings, const Clock& clock) {
    if (settings.channel != "smtp") return std::make_unique<messaging::LogChannel>();
    const auto from = config::parse_mailbox(settings.from).value();
    const auto reply_to = config::parse_mailbox(settings.reply_to).value_or(config::Mailbox{});
    return std::make_unique<messaging::SmtpChannel>(
        messaging::SmtpServer{.host = settings.host,
                              .port = static_cast<std::uint16_t>(settings.port),
                              .security = settings.security == "tls"    ? messaging::SmtpSecurity::tls
                                          : settings.security == "none" ? messaging::SmtpSecurity::none
                                                                        : messaging::SmtpSecurity::starttls,
                              .user = settings.user,
                              .password = settings.password,
                              .ca_file = settings.ca_file.string(),
                              .from = {from.name, from.address},
                              .reply_to = {reply_to.name, reply_to.address}},
        clock);
}

std::unique_ptr<messaging::Channel> sms_channel(const config::SmsSettings& settings, const Clock& clock) {
    if (settings.channel == "log") return std::make_unique<messaging::LogChannel>();
    const messaging::SmsGateway gateway{
        .url = settings.url, .user = settings.user, .password = settings.password, .from = settings.from};
    if (settings.channel == "kannel") return std::make_unique<messaging::KannelChannel>(gateway, clock);
    return std::make_unique<messaging::TwilioChannel>(gateway, clock);
}

Messages::Messages(Foundation& base, std::function<std::string()> public_url)
    : budget(rules_of(base.settings.messages.sms), base.clock),
      reports(report_base(base.settings, std::move(public_url)), base.keys, base.clock),
      mail_(mail_channel(base.settings.messages.mail, base.clock)),
      sms_(sms_channel(base.settings.messages.sms, base.clock)),
      base_(base),
      delivery_(messaging::DeliveryParts{.units = base.units,
                                         .outbox = base.messages,
                                         .clock = base.clock,
                                         .mail = *mail_,
                                         .sms = *sms_,
                                         .budget = budget,
                                         .reports = base.settings.messages.sms.reports ? &reports : nullptr}),
      codes_(base.units, base.clock, worker_options(messaging::codes_queue)),
      others_(base.units, base.clock, worker_options(messaging::messages_queue)) {
    delivery_.register_with(codes_);
    delivery_.register_with(others_);
    constexpr int a_day = 86'400;
    others_.every("messages.prune", a_day, [&base] {
        auto work = base.units.begin();
        base.messages.prune(work.session());
        work.commit_technical();
    });
}

void Messages::add_routes(api::Api& api) {
    const auto& settings = base_.settings.messages;
    messages::add_routes(api, {.units = base_.units,
                               .outbox = base_.messages,
                               .budget = budget,
                               .reports = reports,
                               .clock = base_.clock,
                               .mail_channel = settings.mail.channel,
                               .sms_channel = settings.sms.channel,
                               .twilio_token = settings.sms.channel == "twilio" ? settings.sms.password : ""});
}

void Messages::start() {
    codes_.start();
    others_.start();
}

void Messages::stop() {
    codes_.stop();
    others_.stop();
}

}  // namespace portico::app
