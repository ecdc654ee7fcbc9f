#include "evaluation/sitting.h"

#include "base/error.h"
#include "evaluation/journal.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::evaluation {
namespace {

namespace fs = std::filesystem;

Exam small_exam() {
    Exam exam;
    exam.manifest.release_id = "r1";
    exam.manifest_sha256 = base::sha256("manifest");
    for (const auto* id : {"i1", "i2", "i3"}) {
        release::PackageItem item;
        item.item_id = id;
        item.patient_key = std::string{"p-"} + id;
        item.split = std::string{id} == "i3" ? release::Split::public_test : release::Split::public_dev;
        item.answer_spec = answers::NumberSpec{"mm"};
        exam.items.push_back(item);
    }
    for (const auto* id : {"i1", "i2"}) {
        exam.answers.push_back(
            {id, answers::NumberReference{5, "mm", 0.5, answers::ToleranceKind::absolute}, ""});
    }
    return exam;
}

class ScriptedAsker final : public Asker {
  public:
    Asked ask(const inference::Question&) override {
        if (calls_++ < failures_) throw base::Error{base::ErrorKind::unavailable, "provider.down", "down"};
        return {{"{\"answer\": 5, \"confidence\": 90}", "m", {}}, base::sha256("request")};
    }
    explicit ScriptedAsker(int failures) : failures_(failures) {}
    int calls() const { return calls_; }

  private:
    std::atomic<int> calls_{0};
    int failures_;
};

SittingPlan plan_in(const testing::TemporaryFolder& folder) {
    SittingPlan plan;
    plan.run_folder = folder / "run";
    plan.model = {"m", "1", ModelKind::model, "test", {}};
    plan.protocol = {"medal-2d-v1", 2, std::string{inference::kPromptVersion}};
    return plan;
}

Progress run(const SittingPlan& plan, Asker& asker) {
    const std::atomic<bool> stop{false};
    return sit(
        small_exam(), plan, asker, [](const auto&) { return std::vector<inference::ShownImage>{}; }, stop,
        [](const Progress&) {});
}

TEST(Sitting, answers_every_item_of_every_epoch_and_scores_the_open_split) {
    const testing::TemporaryFolder folder;
    const auto plan = plan_in(folder);
    ScriptedAsker asker{0};
    const auto progress = run(plan, asker);
    EXPECT_EQ(progress.done, 6);
    const auto samples = read_predictions(plan.run_folder / "samples.jsonl");
    EXPECT_EQ(samples.size(), 6U);
    EXPECT_DOUBLE_EQ(open_summary(small_exam(), samples, 2)->accuracy, 1);
    EXPECT_TRUE(fs::exists(plan.run_folder / "summary.json"));
}

TEST(Sitting, a_resumed_run_asks_only_what_failed) {
    const testing::TemporaryFolder folder;
    const auto plan = plan_in(folder);
    ScriptedAsker flaky{2};
    EXPECT_EQ(run(plan, flaky).failed, 2);
    ScriptedAsker steady{0};
    const auto progress = run(plan, steady);
    EXPECT_EQ(steady.calls(), 2);
    EXPECT_EQ(progress.done, 6);
    EXPECT_DOUBLE_EQ(
        open_summary(small_exam(), read_predictions(plan.run_folder / "samples.jsonl"), 2)->accuracy, 1);
}

TEST(Sitting, a_torn_last_line_is_asked_again) {
    const testing::TemporaryFolder folder;
    const auto plan = plan_in(folder);
    ScriptedAsker first{0};
    run(plan, first);
    const auto path = plan.run_folder / "samples.jsonl";
    fs::resize_file(path, fs::file_size(path) - 7);
    ScriptedAsker second{0};
    EXPECT_EQ(run(plan, second).done, 6);
    EXPECT_EQ(second.calls(), 1);
    EXPECT_EQ(read_predictions(path).size(), 6U);
}

TEST(Sitting, refuses_a_folder_of_another_model) {
    const testing::TemporaryFolder folder;
    auto plan = plan_in(folder);
    ScriptedAsker asker{0};
    run(plan, asker);
    plan.model.name = "another";
    EXPECT_THROW(run(plan, asker), base::Error);
}

TEST(Journal, two_processes_cannot_hold_one_run) {
    const testing::TemporaryFolder folder;
    const auto plan = plan_in(folder);
    fs::create_directories(plan.run_folder);
    const Journal held{plan.run_folder / "samples.jsonl"};
    EXPECT_THROW(Journal{plan.run_folder / "samples.jsonl"}, base::Error);
}

TEST(Journal, names_the_line_and_field_that_is_wrong) {
    const testing::TemporaryFolder folder;
    const auto path = folder.write("predictions.jsonl", "{\"item_id\": 3}\n");
    try {
        read_predictions(path);
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.field(), "/item_id");
        EXPECT_NE(error.message().find("Line 1"), std::string::npos);
    }
}

}  // namespace
}  // namespace medal::evaluation
