#include "db/postgres.h"

#include <array>
#include <charconv>
#include <string_view>
#include <unordered_map>

#include <libpq-fe.h>

namespace medal::db {
namespace {

// OIDs of pg_type.dat: what our columns can be.
constexpr Oid kBool = 16;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kNumeric = 1700;
constexpr std::size_t kMaxPrepared = 256;
// No wait without an end: a lock held longer is `busy`, a session forgotten in a transaction is ended.
constexpr std::string_view kSettings =
    "SET client_min_messages = warning; SET TIME ZONE 'UTC'; SET client_encoding = 'UTF8'; "
    "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '5min';";

// Appendix A of the PostgreSQL manual: SQLSTATE classes.
FaultKind fault_of(std::string_view state) {
    if (state == "23505") return FaultKind::unique;
    if (state == "23503") return FaultKind::foreign_key;
    if (state == "23514") return FaultKind::check;
    if (state == "23502") return FaultKind::not_null;
    if (state == "40001" || state == "40P01") return FaultKind::serialization;
    if (state == "55P03" || state == "53300") return FaultKind::busy;
    if (state.empty() || state.starts_with("08") || state.starts_with("57P")) return FaultKind::connection;
    return FaultKind::other;
}

struct Result {
    PGresult* handle;
    explicit Result(PGresult* result) : handle(result) {}
    ~Result() { PQclear(handle); }
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;

    bool is_good() const {
        const auto status = PQresultStatus(handle);
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    }
    std::string field(int code) const {
        const char* text = PQresultErrorField(handle, code);
        return text == nullptr ? "" : text;
    }
};

// The primary message names columns and constraints; its DETAIL line holds values and is left out.
[[noreturn]] void raise_fault(const Result& result) {
    const auto state = result.field(PG_DIAG_SQLSTATE);
    auto constraint = result.field(PG_DIAG_CONSTRAINT_NAME);
    if (constraint.empty()) constraint = result.field(PG_DIAG_COLUMN_NAME);
    throw DbError{fault_of(state), constraint, state + " " + result.field(PG_DIAG_MESSAGE_PRIMARY)};
}

// Text of a double that reads back to the same bits.
std::string text_of(double value) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

struct Parameters {
    std::vector<std::string> texts;
    std::vector<const char*> pointers;

    explicit Parameters(std::span<const Value> values) {
        texts.reserve(values.size());
        for (const auto& value : values) add(value);
    }

    void add(const Value& value) {
        require_storable(value);
        if (std::holds_alternative<std::monostate>(value)) {
            pointers.push_back(nullptr);
            return;
        }
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            texts.push_back(std::to_string(*number));
        } else if (const auto* real = std::get_if<double>(&value)) {
            texts.push_back(text_of(*real));
        } else {
            texts.push_back(std::get<std::string>(value));
        }
        pointers.push_back(texts.back().c_str());
    }
};

Value parsed(std::string_view text, Oid type) {
    if (type == kBool) return std::int64_t{text == "t" ? 1 : 0};
    if (type == kInt8 || type == kInt4 || type == kInt2) {
        std::int64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
    if (type == kFloat8 || type == kFloat4 || type == kNumeric) {
        double value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
    return std::string{text};
}

class PostgresSession final : public Session {
  public:
    explicit PostgresSession(const std::string& url) : handle_(connect(url)) {
        if (PQstatus(handle_) != CONNECTION_OK) {
            PQfinish(handle_);
            throw DbError{FaultKind::connection, "", "cannot connect to PostgreSQL"};
        }
        PQsetNoticeProcessor(
            handle_, [](void*, const char*) {}, nullptr);
        run_script(kSettings);
    }

    ~PostgresSession() override { PQfinish(handle_); }
    PostgresSession(const PostgresSession&) = delete;
    PostgresSession& operator=(const PostgresSession&) = delete;

    Engine engine() const override { return Engine::postgres; }
    bool is_healthy() const override {
        return PQstatus(handle_) == CONNECTION_OK && PQtransactionStatus(handle_) == PQTRANS_IDLE;
    }

    Rows query(std::string_view sql, std::span<const Value> parameters) override {
        const Result result{run(sql, parameters)};
        if (!result.is_good()) raise(result);
        Rows rows;
        const int columns = PQnfields(result.handle);
        for (int c = 0; c < columns; ++c) rows.columns.emplace_back(PQfname(result.handle, c));
        for (int r = 0; r < PQntuples(result.handle); ++r) {
            auto& row = rows.rows.emplace_back();
            for (int c = 0; c < columns; ++c) row.push_back(value_at(result.handle, r, c));
        }
        return rows;
    }

    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        const Result result{run(sql, parameters)};
        if (!result.is_good()) raise(result);
        const std::string_view count = PQcmdTuples(result.handle);
        std::int64_t changed = 0;
        std::from_chars(count.data(), count.data() + count.size(), changed);
        return changed;
    }

    void run_script(std::string_view sql) override {
        const Result result{PQexec(handle_, std::string{sql}.c_str())};
        if (!result.is_good()) raise(result);
    }

    void begin(Access access) override {
        switch (access) {
            case Access::read:
                return run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            case Access::write:
                return run_script("BEGIN ISOLATION LEVEL SERIALIZABLE");
            case Access::claim:
                return run_script("BEGIN ISOLATION LEVEL READ COMMITTED");
        }
    }

    // COMMIT of a failed transaction is answered with a successful ROLLBACK: that must not pass for saved.
    void commit() override {
        const Result result{PQexec(handle_, "COMMIT")};
        if (PQstatus(handle_) != CONNECTION_OK) {
            throw DbError{FaultKind::unknown_outcome, "", "connection lost while committing"};
        }
        if (!result.is_good()) raise(result);
        if (std::string_view{PQcmdStatus(result.handle)} != "COMMIT") {
            throw DbError{FaultKind::other, "", "an earlier statement of this transaction failed"};
        }
    }

    // Cached plans are dropped here, outside of the transaction that found one to be stale.
    void rollback() noexcept override {
        if (PQtransactionStatus(handle_) != PQTRANS_IDLE) PQclear(PQexec(handle_, "ROLLBACK"));
        if (!has_stale_plan_) return;
        PQclear(PQexec(handle_, "DEALLOCATE ALL"));
        prepared_.clear();
        has_stale_plan_ = false;
    }

  private:
    // What the URL itself says comes after our default and wins.
    static PGconn* connect(const std::string& url) {
        constexpr std::array<const char*, 3> kNames{"connect_timeout", "dbname", nullptr};
        const std::array<const char*, 3> values{"10", url.c_str(), nullptr};
        return PQconnectdbParams(kNames.data(), values.data(), 1);
    }

    // Another process may have migrated: "cached plan must not change result type" is worth another try.
    [[noreturn]] void raise(const Result& result) {
        if (result.field(PG_DIAG_SQLSTATE) == "0A000" && !prepared_.empty()) {
            has_stale_plan_ = true;
            throw DbError{FaultKind::serialization, "", "0A000 a cached plan is stale"};
        }
        raise_fault(result);
    }

    PGresult* run(std::string_view sql, std::span<const Value> parameters) {
        const auto& name = prepare(sql);
        const Parameters sent{parameters};
        return PQexecPrepared(handle_, name.c_str(), static_cast<int>(sent.pointers.size()),
                              sent.pointers.data(), nullptr, nullptr, 0);
    }

    const std::string& prepare(std::string_view sql) {
        const auto found = prepared_.find(std::string{sql});
        if (found != prepared_.end()) return found->second;
        if (prepared_.size() >= kMaxPrepared) {
            run_script("DEALLOCATE ALL");
            prepared_.clear();
        }
        const std::string name = "s" + std::to_string(++counter_);
        const Result result{PQprepare(handle_, name.c_str(), std::string{sql}.c_str(), 0, nullptr)};
        if (!result.is_good()) raise_fault(result);
        return prepared_.emplace(sql, name).first->second;
    }

    static Value value_at(const PGresult* result, int row, int column) {
        if (PQgetisnull(result, row, column) != 0) return {};
        const std::string_view text{PQgetvalue(result, row, column),
                                    static_cast<std::size_t>(PQgetlength(result, row, column))};
        return parsed(text, PQftype(result, column));
    }

    PGconn* handle_;
    std::unordered_map<std::string, std::string> prepared_;
    std::uint64_t counter_ = 0;
    bool has_stale_plan_ = false;
};

}  // namespace

std::unique_ptr<Session> open_postgres(const std::string& url) {
    return std::make_unique<PostgresSession>(url);
}

}  // namespace medal::db
