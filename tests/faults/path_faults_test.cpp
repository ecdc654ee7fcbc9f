// Every step of the path with a database, and with a blob store, that fails at its n-th call, before or after
// the call took effect, for n = 1, 2, 3 … until the step is through: the caller is told, nothing is
// half-written, and the same deed again leads to where it always leads.
#include "base/log.h"
#include "blob/references.h"
#include "db/bind.h"
#include "faults/path.h"
#include "jobs/queue.h"
#include "support/engines.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace medal::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kMostCalls = 400;
constexpr std::int64_t kLongerThanAnyPause_s = 3600;

class PathUnderFaults : public ::testing::Test {
  protected:
    PathUnderFaults() : memory_(fs::path{"/dev/shm"} / ("medal-faults-" + std::to_string(::getpid()))) {
        base::start_log({base::LogLevel::error, (folder_.path() / "log").string()});
    }
    ~PathUnderFaults() override { fs::remove_all(memory_); }

    fs::path aside() const { return memory_ / "aside"; }

    void put_aside(House& house) {
        house.with_files_alone([&] {
            fs::remove_all(aside());
            fs::copy(house.folder(), aside(), fs::copy_options::recursive);
        });
    }

    void put_back(House& house) {
        house.with_files_alone([&] {
            fs::remove_all(house.folder());
            fs::copy(aside(), house.folder(), fs::copy_options::recursive);
        });
    }

    /// One way to fail: arms the n-th call, and tells whether it was reached.
    struct Fault {
        std::string name;
        std::function<void(House&, std::int64_t)> arm;
        std::function<bool(House&)> was_reached;
        /// The call had no effect, so a deed that failed must have had none.
        bool is_before = true;
        /// The engine only asked for patience: the deed must succeed.
        bool is_transient = false;
    };

    static std::vector<Fault> faults() {
        const auto database = [](db::FaultKind kind, db::FaultMoment moment) {
            return [=](House& house, std::int64_t n) { house.database_faults.arm(n, kind, moment); };
        };
        const auto store = [](blob::FaultMoment moment) {
            return [=](House& house, std::int64_t n) { house.blob_faults.arm(n, moment); };
        };
        const auto in_database = [](House& house) { return house.database_faults.was_reached(); };
        const auto in_store = [](House& house) { return house.blob_faults.was_reached.load(); };
        return {{"the database fails before its call",
                 database(db::FaultKind::connection, db::FaultMoment::before), in_database},
                {"the database fails after its call",
                 database(db::FaultKind::connection, db::FaultMoment::after), in_database, false},
                {"the database is busy at its call", database(db::FaultKind::busy, db::FaultMoment::before),
                 in_database, true, true},
                {"the store fails before its call", store(blob::FaultMoment::before), in_store},
                {"the store fails after its call", store(blob::FaultMoment::after), in_store, false}};
    }

    static void disarm(House& house) {
        house.database_faults.arm(0);
        house.blob_faults.arm(0, blob::FaultMoment::before);
    }

    static Answer act_again(House& house, const Step& step, const Notes& notes) {
        house.wait_s(kLongerThanAnyPause_s);
        return step.act(house, notes);
    }

    // What the caller saw, and what the tables hold, after a deed in which call n failed.
    static void check(House& house, const Step& step, const Notes& notes, const Fault& fault,
                      const Answer& answer, const std::string& before, const std::string& goal) {
        EXPECT_EQ(answer.body.find("planned fault"), std::string::npos) << "the fault is shown to the caller";
        if (fault.is_transient && !step.is_job) {
            EXPECT_TRUE(answer.is_success()) << answer.status << answer.body;
        }
        if (!answer.is_success()) {
            EXPECT_GE(answer.status, 500) << answer.body;
        }
        const bool has_changed = house.contents() != before;
        if (fault.is_before && !step.is_job && !answer.is_success()) {
            EXPECT_FALSE(has_changed) << "half-written";
        }
        if (!has_changed || step.is_job) {
            const auto again = act_again(house, step, notes);
            EXPECT_TRUE(again.is_success()) << "again: " << again.status << " " << again.body;
        }
        EXPECT_EQ(house.shape(), goal);
    }

    /// Fails each call of the step in turn; returns how many there were.
    int fail_everywhere(House& house, const Step& step, const Notes& notes, const Fault& fault,
                        const std::string& goal) {
        for (int n = 1; n <= kMostCalls; ++n) {
            put_back(house);
            SCOPED_TRACE(step.name + ": " + fault.name + " " + std::to_string(n));
            const auto before = house.contents();
            fault.arm(house, n);
            const auto answer = step.act(house, notes);
            const bool was_reached = fault.was_reached(house);
            disarm(house);
            if (!was_reached) return n - 1;
            check(house, step, notes, fault, answer, before, goal);
            if (HasFailure()) return n;
        }
        ADD_FAILURE() << "the step never ends";
        return kMostCalls;
    }

    std::string goal_of(House& house, const Step& step, const Notes& notes) {
        const auto answer = act_again(house, step, notes);
        EXPECT_TRUE(answer.is_success()) << step.name << ": " << answer.status << " " << answer.body;
        return house.shape();
    }

    TemporaryFolder folder_;
    fs::path memory_;
};

TEST_F(PathUnderFaults, is_walked_to_its_end_whichever_call_fails) {
    House house{memory_ / "data", memory_ / "clear"};
    auto notes = furnish(house, folder_.path() / "images");
    int calls = 0;
    for (const auto& step : whole_path(folder_.path() / "images")) {
        put_aside(house);
        const auto goal = goal_of(house, step, notes);
        if (HasFailure()) return;
        for (const auto& fault : faults()) {
            calls += fail_everywhere(house, step, notes, fault, goal);
            if (HasFailure()) return;
        }
        put_back(house);
        const auto answer = act_again(house, step, notes);
        ASSERT_TRUE(answer.is_success()) << step.name << ": " << answer.body;
        step.note(answer, notes);
    }
    std::cout << calls << " calls were made to fail\n";
    EXPECT_GT(calls, 500);
}

/// Walks up to the step of that name, and leaves it to be done.
Step walk_to(House& house, const std::vector<Step>& steps, const std::string& name, Notes& notes) {
    for (const auto& step : steps) {
        if (step.name == name) return step;
        house.wait_s(kLongerThanAnyPause_s);
        const auto answer = step.act(house, notes);
        if (!answer.is_success()) throw std::runtime_error{step.name + ": " + answer.body};
        step.note(answer, notes);
    }
    throw std::runtime_error{"there is no step " + name};
}

/// Acts up to the step of that name, and it as well.
void walk_through(House& house, const std::vector<Step>& steps, const std::string& name, Notes& notes) {
    const auto step = walk_to(house, steps, name, notes);
    house.wait_s(kLongerThanAnyPause_s);
    const auto answer = step.act(house, notes);
    if (!answer.is_success()) throw std::runtime_error{name + ": " + answer.body};
    step.note(answer, notes);
}

TEST_F(PathUnderFaults, what_was_made_unreadable_is_kept_by_nobody_and_its_bytes_go) {
    House house{memory_ / "data", memory_ / "clear"};
    auto notes = furnish(house, folder_.path() / "images");
    auto steps = whole_path(folder_.path() / "images");
    const auto blobs = [&] {
        return db::transact(house.shop().database, db::Access::read, [](db::Session& session) {
            return db::column<base::Sha256>(
                session, "SELECT blob FROM asset_frames UNION SELECT thumbnail FROM assets");
        });
    };
    walk_through(house, steps, "the case is processed", notes);
    const auto before = blobs();
    const auto processed = std::find_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.name == "a place is made unreadable";
    });
    steps.erase(steps.begin(), processed);
    walk_through(house, steps, "the place is unreadable", notes);
    // Files bear the machine's time, the house its own.
    constexpr std::int64_t kLongAfter_s = 1LL << 40;
    blob::collect(house.shop().database, house.shop().blobs, kLongAfter_s);
    const auto after = blobs();
    ASSERT_FALSE(before.empty());
    EXPECT_EQ(after.size(), before.size());
    for (const auto& old : before) EXPECT_FALSE(house.shop().blobs.has(old));
    for (const auto& fresh : after) EXPECT_TRUE(house.shop().blobs.has(fresh));
}

class JobThatNeverSucceeds : public PathUnderFaults {
  protected:
    /// Fails the first call of the store at every attempt, until the queue gives the job up.
    void bury(const std::string& step_name) {
        auto steps = whole_path(folder_.path() / "images");
        const auto step = walk_to(house_, steps, step_name, notes_);
        for (int attempt = 0; attempt < jobs::kMaxAttempts; ++attempt) {
            house_.blob_faults.arm(1, blob::FaultMoment::before);
            house_.wait_s(kLongerThanAnyPause_s);
            EXPECT_FALSE(step.act(house_, notes_).is_success()) << "attempt " << attempt;
            EXPECT_TRUE(house_.blob_faults.was_reached);
        }
        disarm(house_);
    }

    Answer ask(const std::string& who, const std::string& target) {
        return house_.call(who, {http::Method::get, target, {}, {}});
    }
    Answer act(const std::string& who, const std::string& target, const std::string& action) {
        return house_.call(
            who, {http::Method::post, target + "/actions", R"({"action":")" + action + R"("})", {}});
    }

    House house_{memory_ / "data", memory_ / "clear"};
    Notes notes_ = furnish(house_, folder_.path() / "images");
};

TEST_F(JobThatNeverSucceeds, gives_a_case_back_to_people_who_can_process_it_again) {
    bury("the case is processed");
    const auto target = "/api/v1/cases/" + notes_.at("case");
    const auto given_back = ask("contributor", target).body;
    EXPECT_NE(given_back.find(R"("state":"needs_attention")"), std::string::npos) << given_back;
    EXPECT_NE(given_back.find("could not be processed"), std::string::npos) << given_back;
    EXPECT_TRUE(act("contributor", target, "reprocess").is_success());
    house_.run_jobs();
    const auto ready = ask("contributor", target).body;
    EXPECT_NE(ready.find(R"("state":"ready")"), std::string::npos) << ready;
}

TEST_F(JobThatNeverSucceeds, lets_a_release_be_frozen_again) {
    bury("the release is frozen");
    const auto target = "/api/v1/releases/" + notes_.at("release");
    EXPECT_TRUE(act("organizer", target, "freeze").is_success());
    house_.run_jobs();
    EXPECT_NE(ask("organizer", target).body.find(R"("state":"frozen")"), std::string::npos);
}

TEST_F(JobThatNeverSucceeds, makes_a_run_failed_instead_of_graded_for_ever) {
    bury("the run is graded");
    const auto run = ask("developer", "/api/v1/runs/" + notes_.at("run")).body;
    EXPECT_NE(run.find(R"("state":"failed")"), std::string::npos) << run;
}

}  // namespace
}  // namespace medal::testing
