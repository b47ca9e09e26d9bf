#include "features/identity/api/users.h"

#include <array>

#include "features/identity/store.h"
#include "platform/crypto/random.h"

namespace portico::identity {

std::string fold_email(std::string_view email) {
    while (!email.empty() && email.front() == ' ') email.remove_prefix(1);
    while (!email.empty() && email.back() == ' ') email.remove_suffix(1);
    std::string folded(email);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

std::optional<User> find_user(db::Session& session, const UserId& id) { return store::find_user(session, id); }

std::optional<User> find_user_by_email(db::Session& session, std::string_view email) {
    return store::find_user_by_email(session, fold_email(email));
}

Result<UserId> create_user(db::UnitOfWork& work, const NewUser& in, const Clock& clock) {
    auto& session = work.session();
    if (store::find_user_by_email(session, fold_email(in.email))) return fail(errors::email_taken);
    auto id = crypto::new_id<UserId>(clock);
    try {
        store::insert_user(session, id, in, clock.now());
    } catch (const db::DbError& error) {
        if (error.kind() == db::DbErrorKind::unique_violation) return fail(errors::email_taken);
        throw;
    }
    store::remember_password(session, id, in.password_hash, clock.now(), remembered_passwords);
    for (const auto& number : in.numbers) {
        PORTICO_TRY(auto normalised, check_number(number));
        store::insert_number(session, crypto::new_id<ProfessionalNumberId>(clock), id, number, normalised);
    }
    return id;
}

Result<void> change_own(db::UnitOfWork& work, const Caller& caller, const std::optional<std::string>& name,
                        const std::optional<std::string>& language) {
    auto& session = work.session();
    auto user = store::find_user(session, caller.user);
    if (!user) return fail(portico::errors::not_found);
    if (language && !is_language(*language))
        return fail(
            Error(portico::errors::invalid_input).at("language", "not_a_choice", "This is not one of the languages."));
    AuditEvent event;
    event.code = "user.changed";
    event.caller = caller;
    event.tenant = caller.tenant;
    event.object = caller.user.text();
    if (name && *name != user->name) {
        store::update_name(session, caller.user, *name);
        event.details.emplace_back("name", user->name + " → " + *name);
    }
    if (language && language != user->language) {
        store::update_language(session, caller.user, *language);
        event.details.emplace_back("language", user->language.value_or("") + " → " + *language);
    }
    work.audit(std::move(event));
    return {};
}

bool is_language(std::string_view tag) {
    constexpr std::array languages{"en", "nl", "fr", "de"};
    return std::find(languages.begin(), languages.end(), tag) != languages.end();
}

const std::vector<std::string>& professions() {
    static const std::vector<std::string> all{
        "physician",       "general_practitioner", "specialist",   "dentist",      "nurse",        "midwife",
        "physiotherapist", "pharmacist",           "psychologist", "radiographer", "chiropractor", "osteopath",
        "podiatrist",      "veterinarian",         "secretary",    "other"};
    return all;
}

const std::vector<std::string>& specialities() {
    static const std::vector<std::string> all{"none",
                                              "general_practice",
                                              "internal_medicine",
                                              "anaesthesiology",
                                              "cardiology",
                                              "dentistry",
                                              "dermatology",
                                              "emergency_medicine",
                                              "endocrinology",
                                              "gastroenterology",
                                              "general_surgery",
                                              "geriatrics",
                                              "gynaecology",
                                              "haematology",
                                              "nephrology",
                                              "neurology",
                                              "neurosurgery",
                                              "oncology",
                                              "ophthalmology",
                                              "orthopaedics",
                                              "otorhinolaryngology",
                                              "paediatrics",
                                              "physical_medicine",
                                              "pneumology",
                                              "psychiatry",
                                              "radiology",
                                              "radiotherapy",
                                              "rheumatology",
                                              "sports_medicine",
                                              "urology",
                                              "other"};
    return all;
}

}  // namespace portico::identity
