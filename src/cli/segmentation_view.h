// How segmentation results are printed: the JSON of the command-line contract, CSV rows, a table for a
// terminal.
#pragma once

#include "metrics/segmentation/policy.h"
#include "metrics/segmentation/segmentation.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::cli {

using LabelMap = std::map<std::string, std::vector<metrics::Value>>;

struct SegmentationView {
    std::string reference{};
    std::string prediction{};
    std::vector<double> spacing_mm{};
    LabelMap labels{};
    metrics::Policy policy{};
};
BOOST_DESCRIBE_STRUCT(SegmentationView, (), (reference, prediction, spacing_mm, labels, policy))

struct CaseView {
    std::string name{};
    metrics::Status status = metrics::Status::defined;
    std::optional<std::string> message{};
    std::vector<double> spacing_mm{};
    LabelMap labels{};
};
BOOST_DESCRIBE_STRUCT(CaseView, (), (name, status, message, spacing_mm, labels))

/// One metric of one label over all cases, after the policy.
struct SummaryView {
    std::string label{};
    std::string metric{};
    std::string variant{};
    std::string unit{};
    std::map<std::string, double> parameters{};
    double mean = metrics::kUndefined;
    double low = metrics::kUndefined;
    double high = metrics::kUndefined;
    double median = metrics::kUndefined;
    std::uint64_t n_cases = 0;
    std::uint64_t n_defined = 0;
    std::uint64_t n_substituted = 0;
    std::uint64_t n_left_out = 0;
};
BOOST_DESCRIBE_STRUCT(SummaryView, (),
                      (label, metric, variant, unit, parameters, mean, low, high, median, n_cases, n_defined,
                       n_substituted, n_left_out))

/// Does the label occur in the case at all? Specificity counts the cases whose reference is empty.
struct CaseLevelView {
    std::uint64_t true_positive = 0;
    std::uint64_t false_positive = 0;
    std::uint64_t false_negative = 0;
    std::uint64_t true_negative = 0;
    double sensitivity = metrics::kUndefined;
    double specificity = metrics::kUndefined;
};
BOOST_DESCRIBE_STRUCT(CaseLevelView, (),
                      (true_positive, false_positive, false_negative, true_negative, sensitivity,
                       specificity))

struct FolderView {
    std::string reference{};
    std::string prediction{};
    std::vector<CaseView> cases{};
    std::vector<SummaryView> summary{};
    std::map<std::string, CaseLevelView> case_level{};
    metrics::Policy policy{};
};
BOOST_DESCRIBE_STRUCT(FolderView, (), (reference, prediction, cases, summary, case_level, policy))

/// As many numbers as the image has axes.
std::vector<double> spacing_of(const metrics::Geometry& geometry);
LabelMap label_map(const std::vector<metrics::LabelValues>& labels);

/// case,label,metric,variant,value,unit,status,n,parameters
std::string csv_head();
std::string csv_rows(const std::string& case_name, const LabelMap& labels);

std::string value_table(const LabelMap& labels);
std::string summary_table(const std::vector<SummaryView>& summary);

}  // namespace medal::cli
