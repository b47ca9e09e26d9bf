// portico_bench URL [STUDIES]: fills the empty database behind URL and measures.
#include <iostream>

#include "bench/access_list.h"
#include "migrations/migrations.h"
#include "platform/crypto/random.h"
#include "platform/db/migrator.h"

namespace {

class NoAudit final : public portico::db::AuditSink {
    void append(portico::db::Session&, const portico::AuditEvent&) override {}
};
class NoEvents final : public portico::db::EventSink {
    void append(portico::db::Session&, const portico::DomainEvent&) override {}
};

}  // namespace

int main(int argc, char** argv) {
    using namespace portico;
    if (argc < 2) {
        std::cerr << "usage: portico_bench DATABASE-URL [STUDIES]\n";
        return 2;
    }
    try {
        crypto::init();
        SystemClock clock;
        auto database = db::Database::open(argv[1], {.lock_wait = std::chrono::minutes(5), .durable = false});
        db::Migrator(*database, all_migrations()).migrate();
        NoAudit audit;
        NoEvents events;
        db::UnitsOfWork units(*database, audit, events);
        bench::Size size;
        if (argc > 2) size.studies = std::stoll(argv[2]);
        std::cerr << "filling " << argv[1] << " with " << size.studies << " studies\n";
        auto people = bench::populate(units, clock, size);
        if (database->dialect() == db::Dialect::postgres) {
            auto work = units.begin();
            work.session().exec("ANALYZE");
            work.commit_technical();
        }
        bench::bench_access_list(*database, people, clock, 2000);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "portico_bench: " << error.what() << '\n';
        return 1;
    }
}
