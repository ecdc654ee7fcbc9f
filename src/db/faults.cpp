#include "db/faults.h"

#include <type_traits>
#include <utility>

namespace medal::db {
namespace {

class FaultySession final : public Session {
  public:
    FaultySession(std::unique_ptr<Session> inner, FaultPlan& plan) : inner_(std::move(inner)), plan_(plan) {}

    std::unique_ptr<Session> release() { return std::move(inner_); }

    Engine engine() const override { return inner_->engine(); }
    bool is_healthy() const override { return inner_->is_healthy(); }
    void rollback() noexcept override { inner_->rollback(); }

    Rows query(std::string_view sql, std::span<const Value> parameters) override {
        return guarded([&] { return inner_->query(sql, parameters); });
    }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        return guarded([&] { return inner_->execute(sql, parameters); });
    }
    void run_script(std::string_view sql) override {
        guarded([&] { return inner_->run_script(sql), 0; });
    }
    void begin(Access access) override {
        guarded([&] { return inner_->begin(access), 0; });
    }
    void commit() override {
        guarded([&] { return inner_->commit(), 0; });
    }

  private:
    template <class Call>
    std::invoke_result_t<Call&> guarded(Call&& call) {
        const auto number = plan_.count();
        plan_.meet(number, FaultMoment::before);
        auto result = call();
        plan_.meet(number, FaultMoment::after);
        return result;
    }

    std::unique_ptr<Session> inner_;
    FaultPlan& plan_;
};

class FaultyDatabase final : public Database {
  public:
    FaultyDatabase(std::unique_ptr<Database> inner, FaultPlan& plan)
        : inner_(std::move(inner)), plan_(plan) {}

    Engine engine() const override { return inner_->engine(); }
    std::size_t max_sessions() const override { return inner_->max_sessions(); }
    std::unique_ptr<Session> take() override {
        return std::make_unique<FaultySession>(inner_->take(), plan_);
    }
    void give_back(std::unique_ptr<Session> session) noexcept override {
        inner_->give_back(static_cast<FaultySession&>(*session).release());
    }

  private:
    std::unique_ptr<Database> inner_;
    FaultPlan& plan_;
};

}  // namespace

void FaultPlan::arm(std::int64_t call, FaultKind kind, FaultMoment moment) {
    calls_ = 0;
    reached_ = false;
    kind_ = kind;
    moment_ = moment;
    failing_call_ = call;
}

void FaultPlan::meet(std::int64_t call, FaultMoment moment) {
    if (call != failing_call_ || moment != moment_) return;
    reached_ = true;
    throw DbError{kind_, "", "a planned fault"};
}

std::unique_ptr<Database> with_faults(std::unique_ptr<Database> inner, FaultPlan& plan) {
    return std::make_unique<FaultyDatabase>(std::move(inner), plan);
}

}  // namespace medal::db
