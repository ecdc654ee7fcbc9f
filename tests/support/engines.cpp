#include "support/engines.h"

namespace medal::testing {

void EachEngine::SetUp() {
    if (is_postgres()) {
        if (!why_no_postgres().empty()) GTEST_SKIP() << why_no_postgres();
        url_ = postgres_.emplace().url();
    } else {
        url_ = "sqlite:" + (folder_.path() / "medal.db").string();
    }
    database_ = another_database();
}

void EachEngine::make_tables(std::span<const db::Migration> migrations) {
    if (!IsSkipped()) db::migrate(database(), migrations);
}

std::unique_ptr<db::Database> EachEngine::another_database(std::size_t max_sessions) const {
    return db::Database::open({.url = url_, .max_sessions = max_sessions, .is_durable = false});
}

std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info) {
    return info.param == db::Engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace medal::testing
