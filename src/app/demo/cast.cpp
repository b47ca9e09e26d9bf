#include "app/demo/cast.h"

namespace portico::app::demo {

using demonstration::PhantomKind;

const Department& riverside() {
    static const Department department{
        .slug = "riverside",
        .name = "Riverside Imaging",
        .issuer = "RIVERSIDE",
        .display_name = "Riverside Imaging",
        .description =
            "CT, MR, X-ray, ultrasound and mammography by the river, on weekdays from 8 to 18 h. "
            "Referring clinicians get access within one working day.",
        .photo = demonstration::PhotoScene::riverside,
        .default_clinician_role = "Allied health",
        .owner = {"Administrator (owner)", "everything of Riverside: settings, users, roles, access control, audit",
                  "Sarah Lindgren", "admin@riverside.example", "quiet-harbour-lantern"},
        .staff = {{{"Radiologist", "all studies with images; gives clinicians access", "Thomas Verbeke",
                    "radiologist@riverside.example", "copper-meadow-violin"},
                   "Radiologist"},
                  {{"Technologist", "studies and the validation queue", "Nadia Rossi", "technologist@riverside.example",
                    "winter-marble-teapot"},
                   "Technologist"},
                  {{"Front desk", "no images: what a role keeps away", "Oliver Hansen", "frontdesk@riverside.example",
                    "gentle-orchard-bicycle"},
                   "Front desk"}}};
    return department;
}

const Department& lakeside() {
    static const Department department{
        .slug = "lakeside",
        .name = "Lakeside Radiology",
        .issuer = "LAKESIDE",
        .display_name = "Lakeside Radiology",
        .description = "A small practice at the lake for X-ray and ultrasound.",
        .photo = demonstration::PhotoScene::lakeside,
        .default_clinician_role = "Allied health",
        .owner = {"Administrator of Lakeside", "another department: nothing of Riverside", "Marco Keller",
                  "admin@lakeside.example", "silver-pebble-garden"},
        .staff = {}};
    return department;
}

const std::vector<Clinician>& clinicians() {
    static const std::vector<Clinician> all{
        {.person = {"Clinician, allowed", "studies referred to her and these patients' history", "Dr Ann Peeters",
                    "ann.peeters@practice.example", "amber-kettle-island"},
         .family_name = "Peeters",
         .given_name = "Ann",
         .profession = "specialist",
         .speciality = "internal_medicine",
         .number = {"RIZIV", "", "1-48213-03-580"},
         .message = "I refer about ten patients a month to you and would like to see their images.",
         .answer = Answer::allowed,
         .role = "Attending physician",
         .note = "Number checked in the public register.",
         .number_confirmed = true},
        {.person = {"Clinician, allowed", "one study, which was given to him", "Dr Ben Claes",
                    "ben.claes@practice.example", "maple-thunder-postcard"},
         .family_name = "Claes",
         .given_name = "Ben",
         .profession = "physiotherapist",
         .speciality = "sports_medicine",
         .number = {"other", "Register of physiotherapists", "PT-20418"},
         .message = "I treat several of your knee patients.",
         .answer = Answer::allowed,
         .role = "Allied health",
         .note = "Gets studies one by one."},
        {.person = {"Clinician, waiting", "a request that has not been answered", "Dr Chloe Martin",
                    "chloe.martin@clinic.example", "velvet-compass-river"},
         .family_name = "Martin",
         .given_name = "Chloe",
         .profession = "specialist",
         .speciality = "neurology",
         .number = {"RPPS", "", "10102030409"},
         .message = "I have started at the stroke unit this month. Could you give me access to the head scans of my "
                    "patients?"},
        {.person = {"Clinician, declined", "a request that was declined, with the reason", "Dr David Lambert",
                    "david.lambert@dental.example", "lemon-staircase-owl"},
         .family_name = "Lambert",
         .given_name = "David",
         .profession = "dentist",
         .speciality = "dentistry",
         .number = {"GMC", "", "7412365"},
         .message = "Please give me access.",
         .answer = Answer::declined,
         .note = "We do not know of any patient that we share. Please call us."}};
    return all;
}

const std::vector<Examination>& examinations() {
    static const Patient maes{"RI-100214", "Maes^Hanne", "19680412", "F"},
        wouters{"RI-100237", "Wouters^Karel", "19551103", "M"}, simon{"RI-100260", "Simon^Julie", "19940827", "F"},
        petit{"RI-100291", "Petit^Lucas", "20090315", "M"}, nowak{"RI-100318", "Nowak^Adam", "19610709", "M"},
        olsen{"RI-100342", "Olsen^Ingrid", "19720221", "F"}, silva{"RI-100377", "Silva^Marta", "", "F"},
        kaya{"RI-100389", "Kaya^Emre", "19901216", "M"};
    static const std::vector<Examination> all{
        {.kind = PhantomKind::ct_head,
         .patient = maes,
         .days_ago = 1,
         .time = "091500",
         .accession_number = "RX-004187",
         .referrer = Referrer::by_number},
        // An earlier examination that somebody else asked for: history.
        {.kind = PhantomKind::us_heart,
         .patient = maes,
         .days_ago = 46,
         .time = "143000",
         .accession_number = "RX-003102"},
        {.kind = PhantomKind::ct_thorax,
         .patient = wouters,
         .days_ago = 2,
         .time = "104000",
         .accession_number = "RX-004169",
         .referrer = Referrer::by_number},
        {.kind = PhantomKind::cr_hand,
         .patient = wouters,
         .days_ago = 19,
         .time = "161000",
         .accession_number = "RX-003816",
         .description = "X-ray left hand",
         .referrer = Referrer::by_name},
        {.kind = PhantomKind::mr_knee,
         .patient = simon,
         .days_ago = 3,
         .time = "132000",
         .accession_number = "RX-004151",
         .granted_to = "ben.claes@practice.example"},
        {.kind = PhantomKind::cr_hand,
         .patient = petit,
         .days_ago = 4,
         .time = "085500",
         .accession_number = "RX-004130",
         .description = "X-ray left hand",
         .referrer = Referrer::by_number,
         .also_at_lakeside = true},
        {.kind = PhantomKind::us_heart,
         .patient = nowak,
         .days_ago = 6,
         .time = "111500",
         .accession_number = "RX-004098",
         .referrer = Referrer::by_number},
        {.kind = PhantomKind::mammogram,
         .patient = olsen,
         .days_ago = 8,
         .time = "095000",
         .accession_number = "RX-004055",
         .referrer = Referrer::by_name},
        {.kind = PhantomKind::mammogram,
         .patient = olsen,
         .days_ago = 190,
         .time = "100500",
         .accession_number = "RX-000961"},
        // Without birth date and accession number: waits in the validation queue.
        {.kind = PhantomKind::cr_hand,
         .patient = silva,
         .days_ago = 0,
         .time = "073000",
         .accession_number = "",
         .description = "X-ray left hand"},
        {.kind = PhantomKind::us_heart,
         .patient = kaya,
         .days_ago = 11,
         .time = "152500",
         .accession_number = "RX-003990"},
    };
    return all;
}

const Patient& lakeside_patient() {
    static const Patient patient{"LS-2041", "Baumann^Nina", "19870519", "F"};
    return patient;
}

}  // namespace portico::app::demo
