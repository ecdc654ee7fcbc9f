#include "db/sqlite.h"

#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

namespace medal::db {
namespace {

constexpr int kBusyWait_ms = 5'000;
constexpr std::size_t kMaxPrepared = 256;

FaultKind fault_of(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return FaultKind::unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return FaultKind::foreign_key;
        case SQLITE_CONSTRAINT_CHECK:
            return FaultKind::check;
        case SQLITE_CONSTRAINT_NOTNULL:
            return FaultKind::not_null;
        default:
            break;
    }
    const int primary = extended_code & 0xFF;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) return FaultKind::busy;
    if (primary == SQLITE_CANTOPEN || primary == SQLITE_IOERR || primary == SQLITE_FULL)
        return FaultKind::connection;
    return FaultKind::other;
}

// "UNIQUE constraint failed: people.email" → "people.email".
std::string constraint_in(std::string_view message) {
    const auto colon = message.find("failed: ");
    return colon == std::string_view::npos ? std::string{} : std::string{message.substr(colon + 8)};
}

class SqliteSession final : public Session {
  public:
    SqliteSession(const std::string& path, bool is_durable) {
        const int flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
            const std::string detail = sqlite3_errmsg(handle_);
            sqlite3_close(handle_);
            throw DbError{FaultKind::connection, "", detail};
        }
        sqlite3_busy_timeout(handle_, kBusyWait_ms);
        run_script("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;");
        run_script(is_durable ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=NORMAL;");
    }

    ~SqliteSession() override {
        for (auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }

    SqliteSession(const SqliteSession&) = delete;
    SqliteSession& operator=(const SqliteSession&) = delete;

    Engine engine() const override { return Engine::sqlite; }
    bool is_healthy() const override { return sqlite3_get_autocommit(handle_) != 0; }

    Rows query(std::string_view sql, std::span<const Value> parameters) override {
        sqlite3_stmt* statement = prepare_allowed(sql);
        const Reset reset{statement};
        bind(statement, parameters);
        // The first step prepares anew when the schema has changed, so the columns are known only after it.
        int code = sqlite3_step(statement);
        Rows result;
        const int columns = sqlite3_column_count(statement);
        for (int c = 0; c < columns; ++c) result.columns.emplace_back(sqlite3_column_name(statement, c));
        for (; code != SQLITE_DONE; code = sqlite3_step(statement)) {
            if (code != SQLITE_ROW) raise(code);
            auto& row = result.rows.emplace_back();
            row.reserve(static_cast<std::size_t>(columns));
            for (int c = 0; c < columns; ++c) row.push_back(value_at(statement, c));
        }
        return result;
    }

    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        sqlite3_stmt* statement = prepare_allowed(sql);
        const Reset reset{statement};
        bind(statement, parameters);
        int code = sqlite3_step(statement);
        while (code == SQLITE_ROW) code = sqlite3_step(statement);
        if (code != SQLITE_DONE) raise(code);
        return sqlite3_changes64(handle_);
    }

    void run_script(std::string_view sql) override {
        require_not_failed();
        const int code = sqlite3_exec(handle_, std::string{sql}.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) raise(code);
    }

    // A writer takes the write lock at once, so that it can never fail half-way for want of it.
    void begin(Access access) override {
        state_ = State::fresh;
        execute(access == Access::read ? "BEGIN" : "BEGIN IMMEDIATE", {});
        if (access == Access::read) state_ = State::reading;
    }

    void commit() override {
        require_not_failed();
        execute("COMMIT", {});
        state_ = State::fresh;
    }

    void rollback() noexcept override {
        if (sqlite3_get_autocommit(handle_) == 0)
            sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
        state_ = State::fresh;
    }

  private:
    struct Reset {
        sqlite3_stmt* statement;
        explicit Reset(sqlite3_stmt* used) : statement(used) {}
        ~Reset() {
            sqlite3_reset(statement);
            sqlite3_clear_bindings(statement);
        }
        Reset(const Reset&) = delete;
        Reset& operator=(const Reset&) = delete;
    };

    // What PostgreSQL does by itself: a failed transaction can only be rolled back, a reader cannot write.
    enum class State { fresh, reading, failed };

    void require_not_failed() const {
        if (state_ != State::failed) return;
        throw DbError{FaultKind::other, "", "an earlier statement of this transaction failed"};
    }

    sqlite3_stmt* prepare_allowed(std::string_view sql) {
        require_not_failed();
        sqlite3_stmt* statement = prepare(sql);
        if (state_ == State::reading && sqlite3_stmt_readonly(statement) == 0) {
            throw DbError{FaultKind::other, "", "a reading transaction cannot write"};
        }
        return statement;
    }

    [[noreturn]] void raise(int code) {
        if (sqlite3_get_autocommit(handle_) == 0) state_ = State::failed;
        const std::string message = sqlite3_errmsg(handle_);
        const int extended = code == SQLITE_OK ? sqlite3_extended_errcode(handle_) : code;
        throw DbError{fault_of(extended), constraint_in(message), message};
    }

    sqlite3_stmt* prepare(std::string_view sql) {
        const auto found = prepared_.find(std::string{sql});
        if (found != prepared_.end()) return found->second;
        if (prepared_.size() >= kMaxPrepared) forget_prepared();
        sqlite3_stmt* statement = nullptr;
        const char* rest = nullptr;
        const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement, &rest);
        if (code != SQLITE_OK) raise(code);
        const std::string_view unread{rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)};
        if (statement == nullptr || unread.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
            sqlite3_finalize(statement);
            throw DbError{FaultKind::other, "", "not one statement"};
        }
        prepared_.emplace(sql, statement);
        return statement;
    }

    void forget_prepared() {
        for (auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
        prepared_.clear();
    }

    // "$1" is a named parameter to SQLite: its index is the order of first use, not the number in it.
    void bind(sqlite3_stmt* statement, std::span<const Value> parameters) {
        if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != parameters.size()) {
            throw DbError{FaultKind::other, "", "a statement has other parameters than it was given"};
        }
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            require_storable(parameters[i]);
            const std::string name = "$" + std::to_string(i + 1);
            const int index = sqlite3_bind_parameter_index(statement, name.c_str());
            const int code = bind_one(statement, index, parameters[i]);
            if (code != SQLITE_OK) raise(code);
        }
    }

    static int bind_one(sqlite3_stmt* statement, int index, const Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            return sqlite3_bind_int64(statement, index, *number);
        if (const auto* real = std::get_if<double>(&value))
            return sqlite3_bind_double(statement, index, *real);
        if (const auto* text = std::get_if<std::string>(&value)) {
            return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_TRANSIENT,
                                       SQLITE_UTF8);
        }
        return sqlite3_bind_null(statement, index);
    }

    static Value value_at(sqlite3_stmt* statement, int column) {
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_NULL:
                return {};
            case SQLITE_INTEGER:
                return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
            case SQLITE_FLOAT:
                return sqlite3_column_double(statement, column);
            default:
                break;
        }
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        if (text == nullptr) return std::string{};
        return std::string{text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
    }

    sqlite3* handle_ = nullptr;
    State state_ = State::fresh;
    std::unordered_map<std::string, sqlite3_stmt*> prepared_;
};

}  // namespace

std::unique_ptr<Session> open_sqlite(const std::string& path, bool is_durable) {
    return std::make_unique<SqliteSession>(path, is_durable);
}

}  // namespace medal::db
