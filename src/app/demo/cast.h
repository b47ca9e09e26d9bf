// Who and what the demonstration shows. Everybody is invented, addresses of mail end in ".example" (RFC 2606), and the
// passwords are printed for everyone to read: nothing of this belongs on a server with real data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/demonstration/demonstration.h"
#include "features/identity/identity.h"

namespace portico::app::demo {

struct Person {
    std::string_view who;   // what they are
    std::string_view sees;  // what signing in as this person shows
    std::string_view name, email, password;
};

struct StaffMember {
    Person person;
    std::string_view role;  // a template's name
};

struct Department {
    std::string_view slug, name;
    std::string_view issuer;  // of its patient IDs
    std::string_view display_name, description;
    demonstration::PhotoScene photo;
    std::string_view default_clinician_role;  // a template's name
    Person owner;
    std::vector<StaffMember> staff;
};
// The one with everything.
const Department& riverside();
// Another one, with a study of the same UID (GEN-2).
const Department& lakeside();

enum class Answer { none_yet, allowed, declined };

// A clinician who has asked Riverside for access.
struct Clinician {
    Person person;
    std::string_view family_name, given_name;
    std::string_view profession, speciality;
    identity::ProfessionalNumber number;
    std::string_view message;  // with the request
    Answer answer = Answer::none_yet;
    std::string_view role;  // a template's name; when allowed
    std::string_view note;  // the department's own note, or the reason why it declined
    bool number_confirmed = false;
};
const std::vector<Clinician>& clinicians();

struct Patient {
    std::string_view id, name, birth_date, sex;  // as in DICOM
};

// What the header says about the referring physician.
enum class Referrer {
    nobody,
    by_number,  // the first clinician, with the number
    by_name,    // a name that nobody has been linked to
};

struct Examination {
    demonstration::PhantomKind kind;
    Patient patient;
    int days_ago = 0;
    std::string_view time;              // HHMMSS
    std::string_view accession_number;  // none: the study waits for a person
    std::string_view description;       // empty: the phantom's own
    Referrer referrer = Referrer::nobody;
    std::string_view granted_to;  // address of mail of a clinician who gets this study
    bool also_at_lakeside = false;
};
const std::vector<Examination>& examinations();
// Whose examination at Lakeside has the UID of Riverside's.
const Patient& lakeside_patient();

}  // namespace portico::app::demo
