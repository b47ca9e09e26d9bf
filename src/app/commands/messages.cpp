// messages test, show, limit (PAT-43, GEN-10).
#include "app/wiring/messages.h"
#include "app/commands/command.h"
#include "app/wiring/people.h"
#include "features/message_texts/message_texts.h"
#include "platform/crypto/random.h"
#include "platform/phone/phone_number.h"

namespace portico::app {
namespace {

// Options of one command; they live as long as the program's command tree.
struct Options {
    std::string mail, sms, language = "en", tenant, to;
    std::int64_t limit = -1;
    bool queue = false;
};

TenantId tenant_of(db::Session& session, const std::string& slug) {
    const auto tenant = accounts::Tenants::find_by_slug(session, slug);
    if (!tenant) throw std::runtime_error("there is no tenant '" + slug + "'");
    return *tenant;
}

messaging::Message test_mail(const Options& options) {
    return message_texts::mail("messages.test", {options.mail, options.mail, options.language}, {});
}

messaging::Message test_sms(const Options& options, const std::string& e164) {
    return message_texts::sms("messages.test_sms", {e164, "", options.language}, {});
}

// Into the outbox: the running server sends it, tries again and hears of its delivery.
int queue_test(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    auto work = base.units.begin();
    boost::json::object machine;
    const auto enqueue = [&](const std::string& what, messaging::Message message) {
        if (!options.tenant.empty()) message.tenant = tenant_of(work.session(), options.tenant);
        machine[what] = base.messages.enqueue(work.session(), message).text();
    };
    if (!options.mail.empty()) enqueue("mail", test_mail(options));
    if (!options.sms.empty()) {
        const auto number = phone::parse(options.sms, base.settings.messages.sms.country);
        enqueue("sms", test_sms(options, number ? number->e164 : options.sms));
    }
    work.commit_technical();
    line.answer(machine, "queued; the server sends it");
    return exit_done;
}

// Sent at once and past the outbox, so that what goes wrong is seen here.
int test(CommandLine& line, const Options& options) {
    if (options.mail.empty() && options.sms.empty())
        throw std::runtime_error("where to? --mail ADDRESS or --sms NUMBER");
    if (options.queue) return queue_test(line, options);
    const auto settings = line.load().messages;
    const SystemClock clock;
    boost::json::object machine;
    std::string people;
    const auto send = [&](messaging::Channel& channel, messaging::Message message, const std::string& name) {
        const std::string what(messaging::key_of(message.channel));
        const auto to = message.to;
        channel.send(
            {.id = crypto::new_id<messaging::MessageId>(clock), .message = std::move(message), .report_url = {}});
        const bool real = name != "log";
        machine[what] = real ? "taken" : "not sent";
        people += (people.empty() ? "" : "\n") + to +
                  (real ? ": taken by " + name : ": not sent, since " + what + ".channel is log");
    };
    if (!options.mail.empty()) send(*mail_channel(settings.mail, clock), test_mail(options), settings.mail.channel);
    if (!options.sms.empty()) {
        const auto number = phone::parse(options.sms, settings.sms.country);
        if (!number) throw std::runtime_error(options.sms + " is no telephone number");
        if (!messaging::SmsBudget({settings.sms.countries, 0}, clock).may_write_to(number->e164))
            throw std::runtime_error("sms.countries does not have " + number->country + ", the country of this number");
        send(*sms_channel(settings.sms, clock), test_sms(options, number->e164), settings.sms.channel);
    }
    line.answer(machine, people);
    return exit_done;
}

// The newest messages with what is kept of their texts: nothing once they were really sent.
int show(CommandLine& line, const Options& options) {
    constexpr int most = 1000;
    Foundation base(line.load(), Schema::migrate);
    auto session = base.database->read();
    boost::json::array machine;
    std::string people;
    for (const auto& stored : base.messages.recent(session, most)) {
        const auto& message = stored.message;
        if (!options.to.empty() && message.to != options.to) continue;
        const std::string state(messaging::key_of(stored.state));
        machine.push_back(boost::json::object{{"id", stored.id.text()},
                                              {"channel", messaging::key_of(message.channel)},
                                              {"to", message.to},
                                              {"state", state},
                                              {"problem", stored.last_error},
                                              {"tries", stored.tries},
                                              {"subject", message.subject},
                                              {"text", message.text}});
        people += to_rfc3339(stored.created_at) + " " + message.to + " " + state + " " + message.subject + "\n" +
                  message.text + "\n";
    }
    line.answer({{"items", std::move(machine)}}, people.empty() ? "none" : people);
    return exit_done;
}

int limit(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    auto work = base.units.begin();
    const auto tenant = tenant_of(work.session(), options.tenant);
    const auto monthly = options.limit < 0 ? std::nullopt : std::optional(options.limit);
    messaging::SmsBudget::set_limit(work.session(), tenant, monthly);
    AuditEvent event;
    event.code = "settings.changed";
    event.caller = Foundation::operator_caller();
    event.tenant = tenant;
    event.object = tenant.text();
    event.details = {{"smsLimit", monthly ? std::to_string(*monthly) : "default"}};
    work.commit(std::move(event));
    line.answer({{"limit", monthly ? boost::json::value(*monthly) : boost::json::value(nullptr)}},
                monthly ? std::to_string(*monthly) + " SMS a month" : "as sms.monthly_limit says");
    return exit_done;
}

}  // namespace

void add_message_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto options = std::make_shared<Options>();
    auto* messages = app.add_subcommand("messages", "Mail and text messages")->require_subcommand(1);
    const auto add = [&](const std::string& name, const std::string& text, int (*act)(CommandLine&, const Options&)) {
        auto* command = messages->add_subcommand(name, text);
        line.add_common_options(*command);
        command->callback([&run, &line, options, act] { run = [&line, options, act] { return act(line, *options); }; });
        return command;
    };

    auto* command = add("test", "Send a test message, past the outbox", test);
    command->add_option("--mail", options->mail, "Address of mail");
    command->add_option("--sms", options->sms, "Mobile number");
    command->add_option("--language", options->language, "en, nl, fr or de");
    command->add_flag("--queue", options->queue, "Into the outbox, for the running server to send");
    command->add_option("--tenant", options->tenant, "With --queue: in the name of this department, by its slug");

    command = add("show", "The newest messages, with their texts as far as they are kept", show);
    command->add_option("--to", options->to, "Only those to this address of mail or number");

    command = add("limit", "How many text messages a department may send in a month", limit);
    command->add_option("--tenant", options->tenant, "Slug of the department")->required();
    command->add_option("--sms", options->limit, "Text messages a month; without: as configured for all");
}

}  // namespace portico::app
