// Registration of clinicians, and the page of messages of the demonstration.
#include "features/accounts/routes.h"

namespace portico::accounts {
namespace dto {

struct NumberInput {
    std::string type;
    std::optional<std::string> issuer;
    std::string value;
};
struct RegistrationInput {
    std::string name, family_name, given_name, email, password, profession, speciality, language;
    std::vector<NumberInput> numbers;
};
struct RegisteredEmail {
    std::string email;
};
struct ConfirmationToken {
    std::string token;
};
struct DemoMessage {
    Timestamp at;
    std::string channel, to, subject, text, html;
};
struct DemoMessages {
    std::vector<DemoMessage> items;
};

}  // namespace dto
}  // namespace portico::accounts

namespace portico::api {
namespace dto = accounts::dto;

template <>
struct Dto<dto::NumberInput> {
    static constexpr std::string_view name = "ProfessionalNumber";
    static constexpr auto fields =
        std::tuple{field("type", &dto::NumberInput::type, {.max_length = 20}),
                   field("issuer", &dto::NumberInput::issuer, {.max_length = 100}),
                   field("value", &dto::NumberInput::value, {.min_length = 1, .max_length = 60})};
};
template <>
struct Dto<dto::RegistrationInput> {
    using In = dto::RegistrationInput;
    static constexpr std::string_view name = "Registration";
    static constexpr auto fields =
        std::tuple{field("name", &In::name, {.min_length = 1, .max_length = 200}),
                   field("familyName", &In::family_name, {.min_length = 1, .max_length = 100}),
                   field("givenName", &In::given_name, {.min_length = 1, .max_length = 100}),
                   field("email", &In::email, {.format = Format::email}),
                   field("password", &In::password, {.min_length = 1}),
                   field("profession", &In::profession, {.min_length = 1, .max_length = 60}),
                   field("speciality", &In::speciality, {.max_length = 60, .optional = true}),
                   field("language", &In::language, {.min_length = 1, .max_length = 10}),
                   field("professionalNumbers", &In::numbers, {.max_items = 10, .optional = true})};
};
template <>
struct Dto<dto::RegisteredEmail> {
    static constexpr std::string_view name = "RegisteredEmail";
    static constexpr auto fields = std::tuple{field("email", &dto::RegisteredEmail::email)};
};
template <>
struct Dto<dto::ConfirmationToken> {
    static constexpr std::string_view name = "ConfirmationToken";
    static constexpr auto fields =
        std::tuple{field("token", &dto::ConfirmationToken::token, {.min_length = 1, .max_length = 200})};
};
template <>
struct Dto<dto::DemoMessage> {
    static constexpr std::string_view name = "DemoMessage";
    static constexpr auto fields =
        std::tuple{field("at", &dto::DemoMessage::at),     field("channel", &dto::DemoMessage::channel),
                   field("to", &dto::DemoMessage::to),     field("subject", &dto::DemoMessage::subject),
                   field("text", &dto::DemoMessage::text), field("html", &dto::DemoMessage::html)};
};
template <>
struct Dto<dto::DemoMessages> {
    static constexpr std::string_view name = "DemoMessages";
    static constexpr auto fields = std::tuple{field("items", &dto::DemoMessages::items)};
};

}  // namespace portico::api

namespace portico::accounts {
namespace {

identity::Peer peer_of(const api::Context& context) { return {context.caller().address, context.caller().device}; }

Registration to_registration(const dto::RegistrationInput& in) {
    Registration out{.name = in.name,
                     .family_name = in.family_name,
                     .given_name = in.given_name,
                     .email = in.email,
                     .password = in.password,
                     .profession = in.profession,
                     .speciality = in.speciality,
                     .language = in.language,
                     .numbers = {}};
    for (const auto& number : in.numbers)
        out.numbers.push_back({number.type, number.issuer.value_or(""), number.value});
    return out;
}

dto::DemoMessages messages(const RouteServices& s) {
    auto session = s.units.database().read();
    dto::DemoMessages out;
    for (const auto& stored : s.outbox.recent(session, 100)) {
        const auto& message = stored.message;
        out.items.push_back({stored.created_at, std::string(messaging::key_of(message.channel)), message.to,
                             message.subject, message.text, message.html});
    }
    return out;
}

}  // namespace

void add_registration_routes(api::Api& api, const RouteServices& s) {
    api.post<dto::RegistrationInput, dto::RegisteredEmail>(
        "/api/v1/registrations", api::Public{}, api::Audited{"registration.asked"},
        {.id = "register",
         .summary = "Register as a clinician; a mail with a link follows.",
         .tag = "Registration",
         .status = 202,
         .errors = {&errors::registration_closed, &portico::errors::too_many_requests}},
        [s](api::Context& context, const dto::RegistrationInput& in) -> Result<dto::RegisteredEmail> {
            PORTICO_CHECK(s.registrations.register_individual(to_registration(in), peer_of(context)));
            return dto::RegisteredEmail{in.email};
        });
    api.post<dto::ConfirmationToken, dto::RegisteredEmail>(
        "/api/v1/registrations/confirmations", api::Public{}, api::Audited{"registration.confirmed"},
        {.id = "confirmRegistration",
         .summary = "Confirm the address of mail with the link's token.",
         .tag = "Registration",
         .errors = {&identity::errors::confirmation_unknown, &identity::errors::confirmation_expired}},
        [s](api::Context& context, const dto::ConfirmationToken& in) -> Result<dto::RegisteredEmail> {
            PORTICO_TRY(auto email, s.registrations.confirm(in.token, peer_of(context)));
            return dto::RegisteredEmail{std::move(email)};
        });
    if (!s.demonstration) return;
    api.get<dto::DemoMessages>(
        "/api/v1/demo/messages", api::Public{}, api::NotAudited{"the demonstration has no real people"},
        {.id = "listDemoMessages", .summary = "Mails that the demonstration would have sent.", .tag = "Demonstration"},
        [s](api::Context&) -> Result<dto::DemoMessages> { return messages(s); });
}

}  // namespace portico::accounts
