#include "features/accounts/api/registration.h"

#include <algorithm>
#include <stdexcept>

#include "features/accounts/mails.h"
#include "features/accounts/store.h"
#include "platform/api/dto.h"
#include "platform/crypto/random.h"

namespace portico::api {

// What waits in the database for its confirmation.
template <>
struct Dto<identity::ProfessionalNumber> {
    static constexpr std::string_view name = "PendingNumber";
    static constexpr auto fields = std::tuple{field("type", &identity::ProfessionalNumber::type),
                                              field("issuer", &identity::ProfessionalNumber::issuer),
                                              field("value", &identity::ProfessionalNumber::value)};
};
template <>
struct Dto<identity::NewUser> {
    static constexpr std::string_view name = "PendingUser";
    static constexpr auto fields = std::tuple{field("name", &identity::NewUser::name),
                                              field("familyName", &identity::NewUser::family_name),
                                              field("givenName", &identity::NewUser::given_name),
                                              field("email", &identity::NewUser::email),
                                              field("passwordHash", &identity::NewUser::password_hash),
                                              field("language", &identity::NewUser::language),
                                              field("profession", &identity::NewUser::profession),
                                              field("speciality", &identity::NewUser::speciality),
                                              field("numbers", &identity::NewUser::numbers)};
};

}  // namespace portico::api

namespace portico::accounts {
namespace {

constexpr std::int64_t link_seconds = 24 * 3600;

bool is_among(const std::vector<std::string>& all, const std::string& key) {
    return std::find(all.begin(), all.end(), key) != all.end();
}

void check_choices(const Registration& in, Error& error) {
    auto refuse = [&](std::string path) {
        error.at(std::move(path), "not_a_choice", "This is not one of the choices.");
    };
    if (!is_among(identity::professions(), in.profession)) refuse("profession");
    if (!in.speciality.empty() && !is_among(identity::specialities(), in.speciality)) refuse("speciality");
    if (!identity::is_language(in.language)) refuse("language");
}

void check_numbers(const Registration& in, Error& error) {
    for (std::size_t i = 0; i < in.numbers.size(); ++i) {
        auto checked = identity::check_number(in.numbers[i]);
        if (checked) continue;
        for (const auto& field : checked.error().fields())
            error.at("professionalNumbers[" + std::to_string(i) + "]." + field.path, field.code, field.text);
    }
}

// An account of its own for a person who exists from now on.
Result<RegisteredIndividual> create_individual(db::UnitOfWork& work, const identity::NewUser& person,
                                               const Clock& clock) {
    PORTICO_TRY(auto user, identity::create_user(work, person, clock));
    RegisteredIndividual made{user, crypto::new_id<AccountId>(clock), crypto::new_id<MembershipId>(clock)};
    store::insert_account(work.session(), made.account, AccountKind::individual, person.name, {}, user, clock.now());
    store::insert_membership(work.session(), made.membership, made.account, user, clock.now());
    return made;
}

AuditEvent event_about(std::string code, const identity::Peer& peer) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller.address = peer.address;
    event.caller.device = peer.device;
    return event;
}

}  // namespace

Result<identity::NewUser> Registrations::checked(const Registration& in) const {
    Error error = portico::errors::invalid_input;
    check_choices(in, error);
    check_numbers(in, error);
    if (!error.fields().empty()) return fail(std::move(error));
    identity::NewUser person{.name = in.name,
                             .family_name = in.family_name,
                             .given_name = in.given_name,
                             .email = in.email,
                             .password_hash = {},
                             .language = in.language,
                             .profession = in.profession,
                             .speciality = in.speciality,
                             .numbers = in.numbers};
    PORTICO_TRY(person.password_hash, passwords_.hash_new(in.password, {in.name, in.email}, "password"));
    return person;
}

// A flood of forms must not keep the hasher from those who sign in.
Result<void> Registrations::count_form(const identity::Peer& peer) {
    auto work = units_.begin();
    bool allowed = store::count_in_window(work.session(), {"register:form:" + peer.address, 3600, 60}, clock_.now());
    work.commit_technical();
    if (!allowed) return fail(portico::errors::too_many_requests);
    return {};
}

// GEN-12's limits: mails to one address, and from one network address. True: a mail may go out.
Result<bool> Registrations::within_limits(const Registration& in, const identity::Peer& peer) {
    auto mail = keys_.keyed_hash("registration.mail", identity::fold_email(in.email));
    auto now = clock_.now();
    auto work = units_.begin();
    auto& session = work.session();
    if (!store::count_in_window(session, {"register:address:" + peer.address, 3600, 10}, now))
        return fail(portico::errors::too_many_requests);
    // What the first window holds back does not count in the second.
    bool allowed = store::count_in_window(session, {"register:mail10:" + mail, 600, 3}, now) &&
                   store::count_in_window(session, {"register:mail60:" + mail, 3600, 5}, now);
    work.commit_technical();
    return allowed;
}

Result<void> Registrations::register_individual(const Registration& in, const identity::Peer& peer) {
    if (!options_.enabled) return fail(errors::registration_closed);
    PORTICO_CHECK(count_form(peer));
    PORTICO_TRY(auto person, checked(in));
    PORTICO_TRY(auto mail_allowed, within_limits(in, peer));
    if (!mail_allowed) return {};  // the same answer

    auto token = crypto::new_secret();
    auto pending = api::write_json(person);
    units_.retrying([&](db::UnitOfWork& work) {
        auto& session = work.session();
        auto now = clock_.now();
        auto url = options_.public_url();
        auto known = identity::find_user_by_email(session, in.email);
        auto event = event_about("registration.asked", peer);
        if (known) {
            event.object = known->id.text();
            outbox_.enqueue(session,
                            mails::registered_already({known->email, known->name, known->language.value_or("en")},
                                                      url + "/sign-in"));
        } else {
            store::insert_confirmation(session,
                                       {.id = crypto::new_id_text(clock_),
                                        .purpose = "confirm_email",
                                        .email_folded = identity::fold_email(in.email),
                                        .content = pending,
                                        .expires_at = now.plus_seconds(link_seconds)},
                                       crypto::hash_secret(token), now);
            outbox_.enqueue(session, mails::confirm_registration({in.email, in.name, in.language},
                                                                 url + "/register/confirm#" + token));
        }
        work.commit(std::move(event));
    });
    return {};
}

Result<std::string> Registrations::confirm(std::string_view token, const identity::Peer& peer) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<std::string> {
        auto& session = work.session();
        auto now = clock_.now();
        auto found = store::confirmation(session, "confirm_email", crypto::hash_secret(token));
        if (!found || found->used) return fail(identity::errors::confirmation_unknown);
        if (found->expires_at <= now) return fail(identity::errors::confirmation_expired);
        auto person = api::read_json<identity::NewUser>(found->content);
        if (!person) return fail(identity::errors::confirmation_unknown, "content cannot be read");
        if (!store::use_confirmation(session, found->id, now)) return fail(identity::errors::confirmation_unknown);
        auto made = create_individual(work, *person, clock_);
        // Another link for the same address was used first.
        if (!made) return fail(identity::errors::confirmation_unknown);
        store::delete_confirmations(session, "confirm_email", found->email_folded);
        auto event = event_about("registration.confirmed", peer);
        event.object = made->user.text();
        event.caller.name = person->name;
        work.commit(std::move(event));
        return person->email;
    });
}

Result<RegisteredIndividual> Registrations::create_confirmed(const Caller& by, const Registration& in) {
    if (by.kind != CallerKind::operator_) throw std::logic_error("only the operator registers others");
    PORTICO_TRY(auto person, checked(in));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<RegisteredIndividual> {
        PORTICO_TRY(auto made, create_individual(work, person, clock_));
        AuditEvent event;
        event.code = "registration.confirmed";
        event.caller = by;
        event.object = made.user.text();
        work.commit(std::move(event));
        return made;
    });
}

void Registrations::prune(db::UnitOfWork& work) {
    // A week longer, so that a late click hears why.
    store::delete_expired_confirmations(work.session(), clock_.now().plus_seconds(-7 * 24 * 3600));
}

}  // namespace portico::accounts
