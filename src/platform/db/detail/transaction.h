// A write transaction without audit: the bottom of UnitOfWork and Migrator, private to this room.
#pragma once

#include <optional>

#include "platform/db/session.h"

namespace portico::db {

class Database;

class Transaction {
public:
    explicit Transaction(Database& database);
    Session& session();  // throws std::logic_error when finished

    // The connection is free again afterwards, also when this throws.
    void commit();

private:
    Database& database_;
    std::optional<Session> session_;
};

}  // namespace portico::db
