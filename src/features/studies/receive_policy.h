// What arriving headers mean for the rows of a study: pure decisions, no I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "features/studies/api/column_text.h"

namespace portico::studies {

// DA as YYYYMMDD, also from the older "2024.01.31"; nothing for what is no day.
std::optional<std::string> column_date(std::string_view text);
// TM as HHMMSS.FFFFFF with what is there of it, also from "10:15:00"; nothing for what is no time.
std::optional<std::string> column_time(std::string_view text);
// IS as a number; nothing for what is none.
std::optional<std::int64_t> column_number(std::string_view text);

// Date and time of a study taken as UTC; nothing without a date.
std::optional<Timestamp> study_moment(const std::optional<std::string>& date, const std::optional<std::string>& time);

// Whose object it is, as its header says.
struct HeaderPatient {
    std::string patient_id, issuer, name;
};
// Whether two objects of one study speak of the same patient (STU-5). Identifiers decide, exactly as they stand, since
// folding them could make one patient of two; an absent issuer is the tenant's own. Names decide where both lack an
// identifier.
bool is_same_patient(const HeaderPatient&, const HeaderPatient&, std::string_view default_issuer);

// The list with one word more, unless it is there already or empty: "CT MR".
std::string with_word(const std::string& list, std::string_view word, char separator);

}  // namespace portico::studies
