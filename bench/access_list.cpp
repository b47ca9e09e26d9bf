#include "bench/access_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "features/access/access.h"

namespace portico::bench {
namespace {

struct Spread {
    double median = 0, p99 = 0;  // milliseconds
};

template <class Act>
Spread measure(int runs, Act act) {
    for (int i = 0; i < 20; ++i) act();  // statements prepared, pages in memory
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        auto begin = std::chrono::steady_clock::now();
        act();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

std::string row(const std::string& what, const Spread& spread) {
    return fmt::format("| {} | {:.2f} | {:.2f} |\n", what, spread.median, spread.p99);
}

// The same page by hand-written SQL that somebody would write who knows the answer: one ordered, indexed read a source.
std::int64_t plain_sql(db::Session& session, const Population& people) {
    std::int64_t rows = 0;
    for (int t = 0; t < 2; ++t)
        rows +=
            std::ssize(session.rows<StudyId, Timestamp>("SELECT id, study_at FROM study WHERE tenant_id = ? AND "
                                                        "visible = 1 ORDER BY study_at DESC, id DESC LIMIT 50",
                                                        people.tenants[static_cast<std::size_t>(t)]));
    for (const char* source : {"explicit", "referral", "history"})
        rows += std::ssize(session.rows<StudyId, Timestamp>(
            "SELECT s.id, s.study_at FROM study_access a JOIN study s ON s.id = a.study_id WHERE a.principal = ?"
            " AND a.source = ? AND s.visible = 1 ORDER BY a.study_at DESC, a.study_id DESC LIMIT 50",
            people.clinician.membership, source));
    return rows;
}

void print_plan(db::Session& session, const Population& people) {
    auto explain =
        session.dialect() == db::Dialect::sqlite ? std::string("EXPLAIN QUERY PLAN ") : std::string("EXPLAIN ");
    auto sql = explain +
               "SELECT a.study_id, a.study_at FROM study_access a JOIN study s ON s.id = a.study_id"
               " JOIN explicit_grant g ON g.id = a.source_id WHERE a.principal = '" +
               people.clinician.membership.text() +
               "' AND a.source = 'explicit' AND s.visible = 1 AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR "
               "g.ends_at > 0) AND a.tenant_id IN ('" +
               people.tenants[2].text() + "', '" + people.tenants[3].text() +
               "') ORDER BY a.study_at DESC, a.study_id DESC LIMIT 51";
    std::cout << "\nPlan of the read for one source:\n";
    if (session.dialect() == db::Dialect::sqlite)
        for (const auto& [id, parent, unused, text] :
             session.rows<std::int64_t, std::int64_t, std::int64_t, std::string>(sql))
            std::cout << "    " << text << '\n';
    else
        for (const auto& text : session.values<std::string>(sql)) std::cout << "    " << text << '\n';
}

}  // namespace

void bench_access_list(db::Database& database, const Population& people, const Clock& clock, int runs) {
    access::AccessService access(clock);
    auto caller = people.clinician.caller();
    auto session = database.read();
    access::ListQuestion first_page;
    access::ListQuestion deep_page;
    deep_page.after = access::ListKey{clock.now().plus_seconds(-2LL * 365 * 86'400), StudyId::trusted("1s")};

    auto listed = measure(runs, [&] {
        if (access.list(session, caller, first_page).size() != 50) throw std::runtime_error("not a full page");
    });
    auto deep = measure(runs, [&] { access.list(session, caller, deep_page); });
    std::vector<StudyId> page;
    for (const auto& study : access.list(session, caller, first_page)) page.push_back(study.study);
    auto reasons = measure(runs, [&] { access.reasons(session, caller, page); });
    auto one = measure(runs, [&] {
        if (!access.study(session, caller, page.back(), StudyRight::view_images)) throw std::runtime_error("refused");
    });
    auto plain = measure(runs, [&] { plain_sql(session, people); });

    std::cout << "\n### Clinician's list on " << db::name_of(database.dialect()) << " (PERF-5)\n\n"
              << "| what | median ms | p99 ms |\n|---|---|---|\n"
              << row("first page of 50, all sources, 20 tenants", listed) << row("a page two years back", deep)
              << row("why: reasons of the 50 studies", reasons) << row("may I: one study", one)
              << row("plain indexed SQL of the same page", plain)
              << fmt::format("| first page ÷ plain SQL | {:.2f} | {:.2f} |\n", listed.median / plain.median,
                             listed.p99 / plain.p99);
    print_plan(session, people);
}

}  // namespace portico::bench
