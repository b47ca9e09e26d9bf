// Searching for studies, series and instances by DICOM attributes: what QIDO-RS (STU-30) and C-FIND (STU-1) have in
// common. A search finds released studies only, for staff as well; what the caller sees is features/access's decision.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/result.h"
#include "features/access/access.h"
#include "platform/db/database.h"
#include "platform/dicom/tag.h"

namespace portico::studies {

enum class Level { study, series, instance };

// How values of an attribute are matched (PS3.4 C.2.2.2).
enum class Matching { text, person_name, uid, date, time, number, modalities, none };

// An attribute that the index knows: where it stands and how it is matched.
struct Attribute {
    dicom::Tag tag;
    Level level;
    std::string_view vr;
    std::string_view column;  // SQL over the aliases s (study), p (patient), e (series), i (instance)
    Matching matching;
    bool always;  // in every QIDO answer of its level; others only when asked for (includefield)
};
std::span<const Attribute> attributes();
const Attribute* find_attribute(dicom::Tag tag);

struct Condition {
    const Attribute* attribute;
    std::string value;  // never empty
};
// Whether a value can be matched with an attribute at all.
enum class Fit { fits, not_searchable, wrong_format };
Fit fit_of(const Attribute& attribute, const std::string& value);

struct SearchQuery {
    std::vector<Condition> conditions;  // of the searched level and those above
    std::set<dicom::Tag> include;       // beyond what is always there
    bool include_all = false;
    bool include_always = true;  // what Attribute::always says; without it only what was asked for
    bool fuzzy = false;
    std::int64_t limit = 0;  // 0: as many as the server gives
    std::int64_t offset = 0;
};

struct SearchScope {
    std::optional<TenantId> tenant;        // none: everything that the caller may see
    std::optional<StudyAccess> study;      // within one study
    std::string series_uid;                // within one series of it; empty: any
    std::optional<access::ListKey> after;  // studies behind this one, for Level::study
};

struct FoundItem {
    std::string tenant_slug, study_uid, series_uid, sop_uid;  // those below the level are empty
    struct Value {
        const Attribute* attribute;
        std::string text;  // as in DICOM; of Matching::modalities with spaces between
    };
    std::vector<Value> values;
};

struct Found {
    std::vector<FoundItem> items;
    bool more = false;                    // there is more than the server gives at once
    std::optional<access::ListKey> next;  // where a search for studies goes on; none: there is nothing
};

inline constexpr std::int64_t search_most = 1000;

// Thread-safe; owns no data.
class StudySearch {
public:
    explicit StudySearch(const access::AccessService& access) : access_(access) {}
    Found search(db::Session&, const Caller&, Level, const SearchScope&, const SearchQuery&) const;

private:
    const access::AccessService& access_;
};

// --- values ---

// A date or time range "a-b", "a-", "-b" or a single value, each end with the digits that DICOM allows.
struct ValueRange {
    std::string from, until;  // empty: open
};
std::optional<ValueRange> parse_date_range(std::string_view text);
// Times are padded to "HHMMSS", so that texts compare.
std::optional<ValueRange> parse_time_range(std::string_view text);

// DICOM wildcards (PS3.4 C.2.2.2.4) as a pattern for LIKE … ESCAPE '!'.
std::string like_pattern(std::string_view wildcard);
bool has_wildcard(std::string_view text);
// "a\b,c" as a list of UIDs.
std::vector<std::string> split_uids(std::string_view text);
std::vector<std::string> split_words(std::string_view text);  // at spaces

}  // namespace portico::studies
