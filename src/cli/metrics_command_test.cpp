// `medal metrics …` as a person types it: what it prints, and the one line it says about bad input.
#include "base/csv.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/metrics_report.h"
#include "support/temporary_folder.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

struct Said {
    int exit = 0;
    std::string out;
    std::string err;
};

Said medal(std::vector<std::string> words) {
    words.insert(words.begin(), "medal");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = run(static_cast<int>(argv.size()), argv.data());
    const std::string out = ::testing::internal::GetCapturedStdout();
    return {code, out, ::testing::internal::GetCapturedStderr()};
}

const std::filesystem::path kExamples = std::filesystem::path(MEDAL_SOURCE_DIR) / "examples" / "metrics";

std::string example(const std::string& name) {
    return (kExamples / name).string();
}

double value_of(const Said& said, const std::string& metric, const std::string& variant = "default",
                const std::string& label = "") {
    for (const EstimateView& row : base::from_json<MetricReport>(said.out).metrics) {
        if (row.metric == metric && row.variant == variant && row.label == label) return row.value;
    }
    ADD_FAILURE() << "no " << metric;
    return 0;
}

class MetricFiles : public ::testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return (folder_ / name).string();
    }
    /// What `medal metrics KIND` says of one table, or two.
    std::string said_of(const std::string& kind, const std::string& reference,
                        const std::string& prediction = "") {
        std::vector<std::string> words{"metrics", kind, write("r.csv", reference)};
        if (!prediction.empty()) words.push_back(write("p.csv", prediction));
        const Said said = medal(words);
        EXPECT_EQ(said.exit, 1);
        return said.err;
    }

    testing::TemporaryFolder folder_;
};

TEST_F(MetricFiles, hold_the_values_that_hand_arithmetic_gives) {
    const Said yes_no = medal({"metrics", "classification", example("diagnosis.csv"), "--json"});
    EXPECT_NEAR(value_of(yes_no, "AUROC"), 24.0 / 25.0, 1e-12);
    EXPECT_NEAR(value_of(yes_no, "NB"), 0.3, 1e-12);
    const Said classes = medal({"metrics", "classification", example("grades.csv"), "--json", "--classes",
                                "benign,borderline,malignant"});
    EXPECT_NEAR(value_of(classes, "accuracy"), 5.0 / 8.0, 1e-12);
    EXPECT_NEAR(value_of(classes, "sensitivity", "default", "borderline"), 0.5, 1e-12);
    const Said volumes = medal({"metrics", "measurement", example("volumes.csv"), "--json"});
    EXPECT_NEAR(value_of(volumes, "MAE"), 1.25, 1e-12);
    const Said events =
        medal({"metrics", "temporal", example("events.csv"), example("events_found.csv"), "--json"});
    EXPECT_NEAR(value_of(events, "tIoU"), (8.0 / 11.0 + 3.0 / 4.0) / 2, 1e-12);
    const Said orders = medal({"metrics", "ordering", example("orders.csv"), "--json"});
    EXPECT_NEAR(value_of(orders, "kendall_tau", "b"), (2.0 / 3.0 + 1 - 1) / 3, 1e-12);
    const Said points = medal({"metrics", "detection", example("points.json"), example("points_found.json"),
                               "--radius", "3", "--json"});
    EXPECT_NEAR(value_of(points, "AP"), 0.5, 1e-12);
}

TEST_F(MetricFiles, give_the_same_digits_for_any_number_of_threads) {
    const auto with = [&](const std::string& threads) {
        return medal({"metrics", "detection", example("boxes.csv"), example("boxes_found.csv"), "--json",
                      "--threads", threads, "--bootstrap", "200"})
            .out;
    };
    EXPECT_EQ(with("1"), with("3"));
}

/// A NIfTI-1 image of 2 x 2 x 1 bytes (https://nifti.nimh.nih.gov/nifti-1), every field but these zero.
std::string tiny_image(const std::string& voxels) {
    std::string header(352, '\0');
    const auto put = [&](std::size_t at, auto value) {
        std::memcpy(header.data() + at, &value, sizeof value);
    };
    put(0, std::int32_t{348});
    for (const auto& [at, value] : {std::pair{40U, 3}, {42U, 2}, {44U, 2}, {46U, 1}}) {
        put(at, static_cast<std::int16_t>(value));
    }
    put(70, std::int16_t{2});  // unsigned bytes
    put(72, std::int16_t{8});
    for (const std::size_t at : {80U, 84U, 88U}) put(at, 1.0F);
    put(108, 352.0F);
    std::memcpy(header.data() + 344, "n+1", 4);
    return header + voxels;
}

TEST_F(MetricFiles, say_that_a_label_which_was_asked_for_is_in_neither_image) {
    const auto reference = write("reference.nii", tiny_image(std::string("\1\1\0\0", 4)));
    const auto prediction = write("prediction.nii", tiny_image(std::string("\1\0\0\0", 4)));
    const Said known = medal({"metrics", "segmentation", reference, prediction, "--labels", "1"});
    EXPECT_EQ(known.exit, 0) << known.err;
    const Said unknown = medal({"metrics", "segmentation", reference, prediction, "--labels", "7"});
    EXPECT_EQ(unknown.exit, 1);
    EXPECT_EQ(unknown.err,
              "medal: Neither image holds label 7. (--labels) Ask for labels that occur, or leave "
              "--labels out.\n");
}

/// The status of the first row of a metric in a table of CSV.
std::string status_in(const Said& said, const std::string& metric, const std::string& label = {}) {
    EXPECT_EQ(said.exit, 0) << said.err;
    const auto table = base::CsvTable::parse(said.out, "report");
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (table.text(row, table.column("metric")) == metric &&
            table.text(row, table.column("label")) == label)
            return std::string{table.text(row, table.column("status"))};
    }
    return metric + " is not there";
}

TEST_F(MetricFiles, say_what_was_empty_where_a_table_has_nothing_to_find_or_nothing_found) {
    const auto healthy = write("healthy.csv", "case,y,p\na,0,0.9\nb,0,0.2\n");
    const Said none = medal({"metrics", "classification", healthy, "--csv"});
    EXPECT_EQ(status_in(none, "AUROC"), "reference_empty");
    EXPECT_EQ(status_in(none, "sensitivity"), "reference_empty");
    const auto silent = write("silent.csv", "case,y,p\na,1,0.3\nb,0,0.2\n");
    const Said quiet = medal({"metrics", "classification", silent, "--csv"});
    EXPECT_EQ(status_in(quiet, "AUROC"), "defined");
    EXPECT_EQ(status_in(quiet, "PPV"), "prediction_empty");
    const auto all_ill = write("ill.csv", "case,y,p\na,1,0.9\nb,1,0.8\n");
    EXPECT_EQ(status_in(medal({"metrics", "classification", all_ill, "--csv"}), "specificity"), "invalid");
    const auto grades = write("grades.csv", "case,truth,prediction\na,low,low\nb,low,high\nc,mid,low\n");
    const Said classes =
        medal({"metrics", "classification", grades, "--csv", "--classes", "low,mid,high,none"});
    EXPECT_EQ(status_in(classes, "F1", "low"), "defined");
    EXPECT_EQ(status_in(classes, "PPV", "mid"), "prediction_empty");
    EXPECT_EQ(status_in(classes, "sensitivity", "high"), "reference_empty");
    EXPECT_EQ(status_in(classes, "F1", "none"), "both_empty");
}

TEST_F(MetricFiles, say_which_label_was_never_found) {
    const auto reference = write("reference.csv", "case,x,y,radius,label\na,1,1,2,cyst\na,9,9,2,tumour\n");
    const auto found = write("found.csv", "case,x,y,score,label\na,1,1,0.9,cyst\n");
    const Said said = medal({"metrics", "detection", reference, found, "--csv", "--threshold", "0.95"});
    EXPECT_EQ(status_in(said, "AP", "cyst"), "defined");
    EXPECT_EQ(status_in(said, "PPV_lesion", "cyst"), "prediction_empty") << "nothing reaches 0.95";
    EXPECT_EQ(status_in(said, "AP", "tumour"), "prediction_empty");
}

TEST_F(MetricFiles, draw_patients_whole) {
    const Said said = medal({"metrics", "measurement", example("volumes.csv"), "--json"});
    const auto report = base::from_json<MetricReport>(said.out);
    EXPECT_EQ(report.case_count, 6U);
    EXPECT_EQ(report.cluster_count, 5U);
    EXPECT_EQ(report.interval.method, "bca");
    EXPECT_LT(report.metrics.front().low, report.metrics.front().value);
}

TEST_F(MetricFiles, may_come_as_one_table_or_two_in_any_order) {
    const std::string one = write("one.csv", "case,reference,prediction\na,1,2\nb,5,4\n");
    const std::string ours = write("ours.csv", "case,reference\na,1\nb,5\n");
    const std::string theirs =
        write("theirs.json", R"([{"case":"b","prediction":4},{"case":"a","prediction":2}])");
    EXPECT_EQ(value_of(medal({"metrics", "measurement", one, "--json"}), "MAE"), 1);
    EXPECT_EQ(value_of(medal({"metrics", "measurement", ours, theirs, "--json"}), "MAE"), 1);
}

TEST_F(MetricFiles, say_in_one_line_which_row_of_a_measurement_is_wrong) {
    EXPECT_EQ(said_of("measurement", "case,reference,prediction,unit\na,1,1,mm\nb,1,1,cm\n"),
              "medal: r.csv row 3 column unit: another unit than in the rows before. Convert the values to "
              "one unit.\n");
    EXPECT_EQ(
        said_of("measurement", "case,reference,prediction\na,1,nan\n"),
        "medal: r.csv row 2 column prediction: not a finite number. Write a number such as 0.91, with a "
        "point and without a unit.\n");
    EXPECT_EQ(said_of("measurement", "case,reference,prediction\na,1,1\na,2,2\n"),
              "medal: r.csv row 3 column case: this was listed before. Keep one of the rows.\n");
    EXPECT_EQ(said_of("measurement", "case,reference,predicted\na,1,1\n"),
              "medal: r.csv row 1 column 3 is unknown. Known columns: case, reference, prediction, cluster, "
              "unit.\n");
    EXPECT_EQ(said_of("measurement", "case,reference\na,1\nb,2\n", "case,prediction\na,1\n"),
              "medal: r.csv row 3 column case: p.csv has no row for it. Add the missing prediction.\n");
    EXPECT_EQ(said_of("measurement", "case,reference\na,1\n", "case,prediction\na,1\nx,1\n"),
              "medal: p.csv row 3 column case: r.csv has no such row. Take it out, or correct the name.\n");
}

TEST_F(MetricFiles, say_in_one_line_which_row_of_a_classification_is_wrong) {
    EXPECT_EQ(said_of("classification", "case,y,p\na,1,1.2\n"),
              "medal: r.csv row 2 column p: not between 0 and 1. Divide per cent by 100.\n");
    EXPECT_EQ(said_of("classification", "case,y,p\na,2,0.2\n"),
              "medal: r.csv row 2 column y: not a whole number from 0 to 1. Correct the cell.\n");
    EXPECT_EQ(said_of("classification", "case,truth,prediction\na,cat,cow\n"),
              "medal: r.csv row 2 column prediction: none of the classes. Correct it, or add it to "
              "--classes.\n");
}

TEST_F(MetricFiles, say_in_one_line_which_row_of_a_detection_is_wrong) {
    const std::string boxes = "case,x,y,width,height\na,1,1,5,5\nb,,,,\n";
    EXPECT_EQ(
        said_of("detection", boxes, "case,x,y,width,height,score\na,1,1,5,5,0.5\n"),
        "medal: r.csv row 3 column case: p.csv has no row for this case. Add a row with empty cells, or "
        "say --missing nothing-found.\n");
    EXPECT_EQ(said_of("detection", boxes, "case,x,y,width,height,score\na,1,1,-5,5,0.5\nb,,,,,\n"),
              "medal: p.csv row 2 column width: not above 0. Give the size of the box.\n");
    EXPECT_EQ(
        said_of("detection", boxes, "case,x,y,width,height,score\na,1,1,5,5,0\nb,,,,,\n"),
        "medal: p.csv row 2 column score: not above 0. Give a score above 0; 0 stands for not found.\n");
    EXPECT_EQ(said_of("detection", "case,x,y,width,height,label\na,1,1,5,5,cyst\n",
                      "case,x,y,width,height,label,score\na,1,1,5,5,cist,0.5\n"),
              "medal: p.csv row 2 column label: no object of the reference has this label. Correct the "
              "label.\n");
    EXPECT_EQ(said_of("detection", boxes, "case,x,y,width,height,score\na,1,1,5,5,0.5\nc,,,,,\n"),
              "medal: p.csv row 3 column case: r.csv has no such case. Take it out, or give the reference a "
              "row with empty cells for it.\n");
}

TEST_F(MetricFiles, say_in_one_line_which_row_of_events_or_orders_is_wrong) {
    EXPECT_EQ(said_of("temporal", "case,start,end\na,5,2\n", "case,start,end\na,1,2\n"),
              "medal: r.csv row 2 column end: the end lies before the start. Swap the two.\n");
    EXPECT_EQ(said_of("temporal", "case,start,end,unit\na,1,2,s\n", "case,start,end,unit\na,1,2,ms\n"),
              "medal: p.csv row 2 column unit: another unit than in the rows before. Convert the values to "
              "one unit.\n");
    EXPECT_EQ(said_of("temporal", "case,start,end\na,1,2\na,3,4\n", "case,start,end\na,1,2\n"),
              "medal: r.csv row 3 column case: the case has two intervals without labels. Keep one, or add a "
              "column label.\n");
    EXPECT_EQ(said_of("ordering", "case,item,reference,prediction\na,x,0,1\n"),
              "medal: r.csv row 2 column reference: a rank below 1. Give ranks from 1, the first.\n");
    EXPECT_EQ(said_of("ordering", "case,item,reference,prediction\na,x,1,1\na,x,2,2\n"),
              "medal: r.csv row 3 column item: this was listed before. Keep one of the rows.\n");
}

TEST_F(MetricFiles, are_asked_for_in_a_usage_error) {
    EXPECT_EQ(medal({"metrics", "temporal", example("events.csv")}).exit, 2);
    EXPECT_EQ(medal({"metrics", "detection", example("boxes.csv"), kExamples.string()}).exit, 2);
    EXPECT_EQ(medal({"metrics", "nonsense"}).exit, 2);
}

}  // namespace
}  // namespace medal::cli
