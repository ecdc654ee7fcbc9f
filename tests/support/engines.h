// One suite for both engines: derive a fixture from EachEngine, write TEST_P, end with
// MEDAL_ON_EACH_ENGINE(Fixture). Each test has an empty database of its own, in a file or on a real
// PostgreSQL.
#pragma once

#include "db/database.h"
#include "db/migrate.h"
#include "support/postgres.h"
#include "support/temporary_folder.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

#include <gtest/gtest.h>

namespace medal::testing {

class EachEngine : public ::testing::TestWithParam<db::Engine> {
  protected:
    /// Skips, with the reason, where there is no PostgreSQL.
    void SetUp() override;

    /// Nothing where the test is skipped.
    void make_tables(std::span<const db::Migration> migrations);
    db::Database& database() { return *database_; }
    /// What `act(session)` gives, in a transaction that writes.
    auto in(const auto& act) {
        return db::transact(database(), db::Access::write,
                            [&](db::Session& session) { return act(session); });
    }
    /// A second pool on the same data, as another process has it.
    std::unique_ptr<db::Database> another_database(std::size_t max_sessions = 8) const;
    const std::string& url() const { return url_; }
    bool is_postgres() const { return GetParam() == db::Engine::postgres; }

    TemporaryFolder folder_;
    std::optional<PostgresDatabase> postgres_;

  private:
    std::string url_;
    std::unique_ptr<db::Database> database_;
};

std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info);

}  // namespace medal::testing

#define MEDAL_ON_EACH_ENGINE(Fixture)                                                                \
    INSTANTIATE_TEST_SUITE_P(, Fixture, ::testing::Values(db::Engine::sqlite, db::Engine::postgres), \
                             ::medal::testing::engine_name)
