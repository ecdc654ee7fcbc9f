#include "blob/faults.h"

#include "base/error.h"

#include <type_traits>
#include <utility>

namespace medal::blob {
namespace {

class FaultyStore final : public Store {
  public:
    FaultyStore(std::unique_ptr<Store> inner, FaultPlan& plan) : inner_(std::move(inner)), plan_(plan) {}

    StoredBlob put(const Source& source) override {
        return guarded([&] { return inner_->put(source); });
    }
    void read(const base::Sha256& hash, const Sink& sink) override {
        guarded([&] { return inner_->read(hash, sink), 0; });
    }
    bool has(const base::Sha256& hash) override {
        return guarded([&] { return inner_->has(hash); });
    }
    std::optional<std::filesystem::path> local_path(const base::Sha256& hash) override {
        return inner_->local_path(hash);
    }
    std::optional<std::string> link(const base::Sha256& hash, int valid_s) override {
        return inner_->link(hash, valid_s);
    }
    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        return guarded([&] { return inner_->remove_unless_put_since(hash, since_s); });
    }
    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        guarded([&] { return inner_->for_each(visit), 0; });
    }

  private:
    template <class Call>
    std::invoke_result_t<Call&> guarded(Call&& call) {
        const auto number = ++plan_.calls;
        plan_.meet(number, FaultMoment::before);
        auto result = call();
        plan_.meet(number, FaultMoment::after);
        return result;
    }

    std::unique_ptr<Store> inner_;
    FaultPlan& plan_;
};

}  // namespace

void FaultPlan::arm(std::int64_t call, FaultMoment at) {
    calls = 0;
    was_reached = false;
    moment = at;
    failing_call = call;
}

void FaultPlan::meet(std::int64_t call, FaultMoment at) {
    if (call != failing_call || at != moment) return;
    was_reached = true;
    throw base::Error{base::ErrorKind::unavailable,
                      "blob.disk",
                      "The store cannot be written; is the disk full?",
                      {.field = {}, .hint = {}, .detail = "a planned fault"}};
}

std::unique_ptr<Store> with_faults(std::unique_ptr<Store> inner, FaultPlan& plan) {
    return std::make_unique<FaultyStore>(std::move(inner), plan);
}

}  // namespace medal::blob
