// Who needs which blob, and that the collector never takes what somebody needs: on both engines.
#include "blob/references.h"

#include "base/error.h"
#include "blob/faults.h"
#include "support/engines.h"

#include <ctime>
#include <functional>
#include <utility>

#include <gtest/gtest.h>

namespace medal::blob {
namespace {

class References : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        make_tables(migrations());
    }

    void keep_it(const StoredBlob& blob, const std::string& owner = "asset:1") {
        in([&](db::Session& session) { keep(session, blob.hash, owner, blob.bytes); });
    }
    static std::int64_t later_s() { return static_cast<std::int64_t>(std::time(nullptr)) + 2 * kGrace_s; }

    std::filesystem::path blobs_ = folder_.path() / "blobs";
    std::unique_ptr<Store> store_ = open_local_store(blobs_);
};

TEST_P(References, the_collector_spares_what_is_kept_and_what_is_young) {
    const auto kept = put_text(*store_, "kept");
    const auto loose = put_text(*store_, "loose");
    keep_it(kept);
    EXPECT_EQ(collect(database(), *store_, later_s() - 2 * kGrace_s).removed, 0) << "all are young";
    EXPECT_EQ(collect(database(), *store_, later_s()).removed, 1);
    EXPECT_TRUE(store_->has(kept.hash));
    EXPECT_FALSE(store_->has(loose.hash));
}

TEST_P(References, a_blob_of_two_owners_lives_until_both_let_go) {
    const auto shared = put_text(*store_, "shared");
    keep_it(shared, "asset:1");
    keep_it(shared, "asset:2");
    in([](db::Session& session) { let_go(session, "asset:1"); });
    EXPECT_EQ(collect(database(), *store_, later_s()).removed, 0);
    in([](db::Session& session) { let_go(session, "asset:2"); });
    EXPECT_EQ(collect(database(), *store_, later_s()).removed, 1);
}

TEST_P(References, keeping_twice_is_one_reference) {
    const auto blob = put_text(*store_, "scan");
    keep_it(blob);
    keep_it(blob);
    in([](db::Session& session) { let_go(session, "asset:1"); });
    EXPECT_FALSE(in([&](db::Session& session) { return is_kept(session, blob.hash); }));
}

TEST_P(References, a_blob_that_is_put_again_is_young_again) {
    const auto blob = put_text(*store_, "scan");
    const auto put_again = [&] { return put_text(*store_, "scan"); };
    std::filesystem::last_write_time(*store_->local_path(blob.hash),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours{48});
    put_again();
    EXPECT_EQ(collect(database(), *store_, later_s() - 2 * kGrace_s).removed, 0);
}

TEST_P(References, more_blobs_than_one_batch_are_all_looked_at) {
    for (int i = 0; i < 3; ++i) keep_it(put_text(*store_, "kept " + std::to_string(i)));
    for (int i = 0; i < 520; ++i) {
        const auto hash = base::sha256("loose " + std::to_string(i)).text();
        std::filesystem::create_directories(blobs_ / hash.substr(0, 2));
        std::filesystem::copy_file(*store_->local_path(base::sha256("kept 0")),
                                   blobs_ / hash.substr(0, 2) / hash);
    }
    const auto collected = collect(database(), *store_, later_s());
    EXPECT_EQ(collected.removed, 520);
    EXPECT_EQ(collected.kept, 3);
}

TEST_P(References, a_collector_that_fails_at_its_nth_call_takes_nothing_that_is_kept) {
    const auto kept = put_text(*store_, "kept");
    keep_it(kept);
    FaultPlan plan;
    const auto faulty = with_faults(open_local_store(blobs_), plan);
    for (const auto moment : {FaultMoment::before, FaultMoment::after}) {
        for (std::int64_t call = 1; call == 1 || plan.was_reached; ++call) {
            put_text(*store_, "loose");
            plan.arm(call, moment);
            try {
                collect(database(), *faulty, later_s());
            } catch (const base::Error&) {
                EXPECT_TRUE(plan.was_reached);
            }
            EXPECT_EQ(read_text(*store_, kept.hash), "kept");
        }
    }
    collect(database(), *store_, later_s());
    EXPECT_FALSE(store_->has(base::sha256("loose")));
}

/// Somebody puts and keeps the same bytes just before the collector removes them.
class RacedStore final : public Store {
  public:
    RacedStore(Store& inner, std::function<void()> rival) : inner_(inner), rival_(std::move(rival)) {}

    StoredBlob put(const Source& source) override { return inner_.put(source); }
    void read(const base::Sha256& hash, const Sink& sink) override { inner_.read(hash, sink); }
    bool has(const base::Sha256& hash) override { return inner_.has(hash); }
    std::optional<std::filesystem::path> local_path(const base::Sha256& hash) override {
        return inner_.local_path(hash);
    }
    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        rival_();
        return inner_.remove_unless_put_since(hash, since_s);
    }
    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        inner_.for_each(visit);
    }

  private:
    Store& inner_;
    std::function<void()> rival_;
};

TEST_P(References, bytes_that_are_put_and_kept_at_the_moment_of_their_removal_stay) {
    const auto old = put_text(*store_, "scan");
    const auto two_days_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{48};
    std::filesystem::last_write_time(*store_->local_path(old.hash), two_days_ago);
    RacedStore raced{*store_, [&] { keep_it(put_text(*store_, "scan")); }};
    EXPECT_EQ(collect(database(), raced, static_cast<std::int64_t>(std::time(nullptr))).removed, 0);
    EXPECT_EQ(read_text(*store_, old.hash), "scan");
    EXPECT_TRUE(in([&](db::Session& session) { return is_kept(session, old.hash); }));
    EXPECT_EQ(collect(database(), *store_, later_s()).removed, 0) << "the keep took the mark over";
}

TEST_P(References, usage_counts_a_blob_that_several_need_once) {
    const auto blob = put_text(*store_, "shared");
    keep_it(blob, "asset:1");
    keep_it(blob, "asset:2");
    keep_it(put_text(*store_, "own"), "asset:3");
    const auto used = in([](db::Session& session) { return usage(session); });
    EXPECT_EQ(used.blobs, 2);
    EXPECT_EQ(used.bytes, 9);
}

MEDAL_ON_EACH_ENGINE(References);

}  // namespace
}  // namespace medal::blob
