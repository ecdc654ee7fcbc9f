#include "cli/series_view.h"

#include "base/json.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string_view>

#include <boost/describe.hpp>

namespace medal::cli {
namespace {

namespace series = imaging::series;

struct SeriesRow {
    std::string modality;
    std::string plane;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t frames = 0;
    base::JsonText slice_spacing_mm;
    std::vector<std::string> files;
    std::vector<imaging::Finding> findings;
    std::vector<series::Gap> gaps;
};
BOOST_DESCRIBE_STRUCT(SeriesRow, (),
                      (modality, plane, rows, columns, frames, slice_spacing_mm, files, findings, gaps))

struct SeriesList {
    std::vector<SeriesRow> series;
};
BOOST_DESCRIBE_STRUCT(SeriesList, (), (series))

std::vector<series::Stack> stacks_of(const std::vector<SeriesFile>& files) {
    std::vector<series::Instance> instances;
    instances.reserve(files.size());
    for (const auto& file : files) instances.push_back(file.instance);
    return series::build_stacks(instances);
}

/// A code of CID 29, or nothing: a foreign file may say anything here.
std::string modality_of(const std::string& text) {
    const bool is_code = text.size() >= 2 && text.size() <= 16 &&
                         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return is_code ? text : std::string{};
}

base::JsonText number_or_null(const std::optional<double>& value) {
    return value ? base::JsonText{base::to_json(*value)} : base::JsonText{};
}

SeriesRow row_of(const series::Stack& stack, const std::vector<SeriesFile>& files) {
    SeriesRow row{modality_of(stack.modality),
                  stack.plane,
                  stack.rows,
                  stack.columns,
                  stack.frames,
                  number_or_null(stack.slice_spacing_mm),
                  {},
                  stack.findings,
                  stack.gaps};
    row.files.reserve(stack.order.size());
    for (const auto index : stack.order) row.files.push_back(files[index].path);
    return row;
}

std::string counted(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string line_of(const series::Stack& stack) {
    auto line = modality_of(stack.modality);
    if (line.empty()) line = "unknown modality";
    if (!stack.plane.empty()) line += ", " + stack.plane;
    line += fmt::format(", {} x {}, {} in {}", stack.columns, stack.rows, counted(stack.frames, "frame"),
                        counted(stack.order.size(), "file"));
    if (stack.slice_spacing_mm)
        line += fmt::format(", {:.4g} mm from slice to slice", *stack.slice_spacing_mm);
    return line;
}

}  // namespace

std::string series_json(const std::vector<SeriesFile>& files) {
    SeriesList list;
    for (const auto& stack : stacks_of(files)) list.series.push_back(row_of(stack, files));
    return base::to_json(list);
}

std::string series_lines(const std::vector<SeriesFile>& files) {
    std::string text;
    std::size_t number = 0;
    for (const auto& stack : stacks_of(files)) {
        text += fmt::format("series {}: {}\n", ++number, line_of(stack));
        for (const auto& finding : stack.findings) {
            text += fmt::format("  {} {}: {}\n", base::enum_text(finding.severity), finding.code,
                                finding.message);
        }
    }
    return text;
}

}  // namespace medal::cli
