#include "features/studies/api/search.h"

#include <algorithm>

#include "features/studies/few_studies.h"
#include "platform/db/sql.h"
#include "platform/text/fold.h"

namespace portico::studies {
namespace {

using dicom::Tag;

// As the databases' lower() does it on text that sorts by bytes: ASCII letters only.
std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

// Names match without regard to case (PS3.4 C.2.2.2.1). A name without wildcards also stands for those with more
// components or component groups behind it: "Doe" for "Doe^Jane", not for "Doering".
void append_person_name(db::Sql& sql, const std::string& column, const std::string& value) {
    auto pattern = lowered(like_pattern(value));
    auto name = "lower(" + column + ")";
    if (has_wildcard(value)) {
        sql.append(" AND " + name + " LIKE ? ESCAPE '!'", pattern);
        return;
    }
    sql.append(" AND (" + name + " = ?", lowered(value));
    for (const auto* more : {"^%", "=%"}) sql.append(" OR " + name + " LIKE ? ESCAPE '!'", pattern + more);
    sql.append(")");
}

// Any of the values.
void append_modalities(db::Sql& sql, const std::string& column, const std::string& value) {
    sql.append(" AND (1 = 0");
    for (const auto& one : split_uids(value))
        sql.append(" OR ' ' || lower(" + column + ") || ' ' LIKE ? ESCAPE '!'",
                   "% " + lowered(like_pattern(one)) + " %");
    sql.append(")");
}

// The condition as SQL over the aliases of its attribute.
void append_condition(db::Sql& sql, const Condition& condition) {
    std::string column(condition.attribute->column);
    const auto& value = condition.value;
    switch (condition.attribute->matching) {
        case Matching::uid:
            sql.append(" AND ").in_list(column, split_uids(value));
            return;
        case Matching::date:
        case Matching::time: {
            auto range =
                condition.attribute->matching == Matching::date ? parse_date_range(value) : parse_time_range(value);
            if (!range->from.empty()) sql.append(" AND " + column + " >= ?", range->from);
            if (!range->until.empty()) sql.append(" AND " + column + " <= ?", range->until);
            return;
        }
        case Matching::number:
            sql.append(" AND " + column + " = ?", static_cast<std::int64_t>(std::stoll(value)));
            return;
        case Matching::modalities:
            append_modalities(sql, column, value);
            return;
        case Matching::person_name:
            append_person_name(sql, column, value);
            return;
        case Matching::text:
            if (has_wildcard(value))
                // Without regard to case, as SQLite's LIKE is: the same on both databases.
                sql.append(" AND lower(" + column + ") LIKE ? ESCAPE '!'", lowered(like_pattern(value)));
            else
                sql.append(" AND " + column + " = ?", value);
            return;
        case Matching::none:
            return;
    }
}

// Fuzzy names match word by word, each word being the beginning of one that the study is found by.
void append_fuzzy_name(db::Sql& sql, const Condition& condition) {
    for (const auto& token : text::tokens(condition.value))
        sql.append(
            " AND s.id IN (SELECT t.study_id FROM study_token t WHERE t.tenant_id = s.tenant_id"
            " AND t.token >= ? AND t.token < ?)",
            token, token + "\xf4\x8f\xbf\xbf");
}

bool needs_patient(const Condition& condition) {
    return condition.attribute->column.find("p.") != std::string_view::npos;
}

// Study conditions as a filter over the alias s for access::AccessService::list().
db::Sql study_filter(const SearchQuery& query) {
    db::Sql filter;
    db::Sql of_patient;
    for (const auto& condition : query.conditions) {
        if (condition.attribute->level != Level::study) continue;
        if (query.fuzzy && condition.attribute->matching == Matching::person_name)
            append_fuzzy_name(filter, condition);
        else
            append_condition(needs_patient(condition) ? of_patient : filter, condition);
    }
    if (!of_patient.text().empty())
        filter
            .append(
                " AND s.id IN (SELECT q.id FROM study q LEFT JOIN patient p ON p.id = q.patient_ref WHERE q.id = s.id")
            .append(of_patient)
            .append(")");
    return filter;
}

bool has_condition_at(const SearchQuery& query, Level level) {
    return std::any_of(query.conditions.begin(), query.conditions.end(),
                       [&](const Condition& c) { return c.attribute->level == level; });
}

// A study that has nothing to show at the searched level is left out before it is paged.
void append_exists(db::Sql& filter, Level level, const SearchScope& scope, const SearchQuery& query) {
    bool of_series = has_condition_at(query, Level::series), of_instance = has_condition_at(query, Level::instance);
    if (level == Level::study || !(of_series || of_instance)) return;
    filter.append(" AND EXISTS (SELECT 1 FROM series e");
    if (of_instance) filter.append(" JOIN instance i ON i.series_id = e.id AND i.superseded_at IS NULL");
    filter.append(" WHERE e.study_id = s.id AND e.tenant_id = s.tenant_id");
    if (!scope.series_uid.empty()) filter.append(" AND e.series_instance_uid = ?", scope.series_uid);
    for (const auto& condition : query.conditions)
        if (condition.attribute->level != Level::study) append_condition(filter, condition);
    filter.append(")");
}

// What an answer of a level holds: always the key attributes of its own and the levels above, more when asked for.
std::vector<const Attribute*> columns_of(Level level, const SearchQuery& query) {
    std::vector<const Attribute*> columns;
    for (const auto& attribute : attributes()) {
        if (attribute.level > level) continue;
        bool asked = query.include.contains(attribute.tag) ||
                     std::any_of(query.conditions.begin(), query.conditions.end(),
                                 [&](const Condition& c) { return c.attribute == &attribute; });
        if ((attribute.always && query.include_always) || query.include_all || asked) columns.push_back(&attribute);
    }
    return columns;
}

// The values of one row joined by a separator that cannot occur in DICOM text, so that any number of columns is read
// through one typed column.
constexpr char separator = '\x1f';

std::string joined_columns(const std::vector<const Attribute*>& columns) {
    std::string sql;
    for (const auto* attribute : columns) {
        if (!sql.empty()) sql += " || '\x1f' || ";
        sql += "COALESCE(CAST(" + std::string(attribute->column) + " AS TEXT), '')";
    }
    return sql;
}

FoundItem item_of(const std::vector<const Attribute*>& columns, const std::string& joined, FoundItem item) {
    std::size_t begin = 0;
    for (const auto* attribute : columns) {
        auto end = std::min(joined.find(separator, begin), joined.size());
        item.values.push_back({attribute, joined.substr(begin, end - begin)});
        begin = std::min(end + 1, joined.size());
    }
    return item;
}

// Reads the rows of a level for studies that the caller may see, in the order of the studies.
std::vector<FoundItem> read_rows(db::Session& session, Level level, const std::vector<StudyId>& studies,
                                 const SearchScope& scope, const SearchQuery& query, std::int64_t limit,
                                 std::int64_t offset) {
    auto columns = columns_of(level, query);
    std::string from = " FROM study s JOIN account a ON a.id = s.tenant_id LEFT JOIN patient p ON p.id = s.patient_ref";
    std::string series_uid = "''", sop_uid = "''", order = "s.study_at DESC, s.id DESC";
    if (level >= Level::series) {
        from += " JOIN series e ON e.study_id = s.id AND e.tenant_id = s.tenant_id";
        series_uid = "e.series_instance_uid";
        order += ", e.number, e.series_instance_uid";
    }
    if (level == Level::instance) {
        // What is not validated yet is served only while the study is not released, to its staff (STU-11).
        from +=
            " JOIN instance i ON i.series_id = e.id AND i.superseded_at IS NULL AND (i.validated = 1 OR s.visible = 0)";
        sop_uid = "i.sop_instance_uid";
        order += ", i.number, i.sop_instance_uid";
    }
    db::Sql sql("SELECT a.slug, s.study_instance_uid, " + series_uid + ", " + sop_uid + ", " + joined_columns(columns) +
                from + " WHERE ");
    sql.in_list("s.id", studies);
    if (level == Level::series) sql.append(" AND (e.instance_count > 0 OR s.visible = 0)");
    if (level >= Level::series && !scope.series_uid.empty())
        sql.append(" AND e.series_instance_uid = ?", scope.series_uid);
    for (const auto& condition : query.conditions) {
        // The list of studies was made with the conditions on studies; a study that the path names was not.
        if (condition.attribute->level == Level::study && !scope.study) continue;
        if (query.fuzzy && condition.attribute->matching == Matching::person_name)
            append_fuzzy_name(sql, condition);
        else
            append_condition(sql, condition);
    }
    sql.append(" ORDER BY " + order + " LIMIT ? OFFSET ?", limit, offset);
    using Text = std::string;
    return session.map<Text, Text, Text, Text, Text>(sql, [&](Text slug, Text study_uid, Text series, Text sop,
                                                              const Text& joined) {
        return item_of(columns, joined, {std::move(slug), std::move(study_uid), std::move(series), std::move(sop), {}});
    });
}

}  // namespace

Found StudySearch::search(db::Session& session, const Caller& caller, Level level, const SearchScope& scope,
                          const SearchQuery& query) const {
    bool capped = query.limit == 0 || query.limit > search_most;
    auto limit = capped ? search_most : query.limit;
    Found answer;
    if (scope.study) {
        answer.items = read_rows(session, level, {scope.study->study()}, scope, query, limit + 1, query.offset);
    } else {
        access::ListQuestion question;
        question.filter = study_filter(query);
        if (scope.tenant) question.among = store::few_by_conditions(session, *scope.tenant, query);
        append_exists(question.filter, level, scope, query);
        question.tenant = scope.tenant;
        question.only_released = true;
        question.after = scope.after;
        // Series and instances are counted across studies: those of one page of studies after the other.
        bool by_study = level == Level::study;
        question.offset = by_study ? query.offset : 0;
        question.limit = by_study ? limit + 1 : 100;
        auto skip = by_study ? 0 : query.offset;
        while (std::ssize(answer.items) <= limit) {
            auto studies = access_.list(session, caller, question);
            if (studies.empty()) break;
            std::vector<StudyId> ids;
            for (const auto& study : studies) ids.push_back(study.study);
            if (by_study && std::ssize(studies) == question.limit) {
                // The one beyond the limit is looked at again.
                const auto& last = studies[studies.size() - 2];
                answer.next = access::ListKey{last.study_at, last.study};
            }
            auto items = read_rows(session, level, ids, scope, query, skip + limit + 1, 0);
            auto skipped = std::min<std::int64_t>(skip, std::ssize(items));
            skip -= skipped;
            answer.items.insert(answer.items.end(), items.begin() + skipped, items.end());
            if (by_study || std::ssize(studies) < question.limit) break;
            question.after = access::ListKey{studies.back().study_at, studies.back().study};
        }
    }
    bool over = std::ssize(answer.items) > limit;
    if (over) answer.items.resize(static_cast<std::size_t>(limit));
    answer.more = over && capped;
    return answer;
}

}  // namespace portico::studies
