#include "cli/metrics_detection_cases.h"

#include "base/error.h"
#include "cli/segmentation_folder.h"
#include "metrics/io/nifti.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

enum class Shape { box, point };

/// What both tables call their columns, and which of them occur.
struct Layout {
    Shape shape = Shape::box;
    bool is_volume = false;
    bool is_labelled = false;
};

Layout layout_of(const ThingTables& tables) {
    const base::CsvTable& reference = tables.reference;
    Layout layout;
    layout.shape = reference.find_column("width") ? Shape::box : Shape::point;
    layout.is_volume = reference.find_column("z").has_value();
    layout.is_labelled = reference.find_column("label").has_value();
    std::vector<std::string_view> known{"case", "x", "y"};
    if (layout.shape == Shape::box) known.insert(known.end(), {"width", "height"});
    if (layout.is_volume) known.push_back("z");
    if (layout.is_volume && layout.shape == Shape::box) known.push_back("depth");
    if (layout.is_labelled) known.push_back("label");
    for (const base::CsvTable* table : {&reference, &tables.prediction}) {
        for (const std::string_view column : known) table->column(column);
    }
    known.insert(known.end(), {"unit", "cluster"});
    if (layout.shape == Shape::point) known.push_back("radius");
    if (layout.shape == Shape::box && !layout.is_volume) known.push_back("crowd");
    allow_columns(reference, known);
    std::erase_if(known, [](auto name) { return name == "cluster" || name == "radius" || name == "crowd"; });
    known.push_back("score");
    tables.prediction.column("score");
    allow_columns(tables.prediction, known);
    return layout;
}

std::array<double, 3> place_at(const base::CsvTable& table, std::size_t row, const Layout& layout) {
    return {table.number(row, table.column("x")), table.number(row, table.column("y")),
            layout.is_volume ? table.number(row, table.column("z")) : 0.0};
}

double length_at(const base::CsvTable& table, std::size_t row, std::string_view name) {
    const std::size_t column = table.column(name);
    const double length = table.number(row, column);
    if (!(length > 0)) table.fail(row, column, "not above 0.", "Give the size of the box.");
    return length;
}

metrics::Box3 box_at(const base::CsvTable& table, std::size_t row, const Layout& layout) {
    return {place_at(table, row, layout),
            {length_at(table, row, "width"), length_at(table, row, "height"),
             layout.is_volume ? length_at(table, row, "depth") : 1.0}};
}

double score_at(const base::CsvTable& table, std::size_t row) {
    const std::size_t column = table.column("score");
    const double score = table.number(row, column);
    if (!(score > 0))
        table.fail(row, column, "not above 0.", "Give a score above 0; 0 stands for not found.");
    return score;
}

std::string label_at(const base::CsvTable& table, std::size_t row, const Layout& layout) {
    return layout.is_labelled ? table.required_text(row, table.column("label")) : std::string{};
}

/// The rows of one case by label.
std::map<std::string, std::vector<std::size_t>> by_label(const base::CsvTable& table,
                                                         const std::vector<std::size_t>& rows,
                                                         const Layout& layout) {
    std::map<std::string, std::vector<std::size_t>> groups;
    for (const std::size_t row : rows) groups[label_at(table, row, layout)].push_back(row);
    return groups;
}

metrics::CaseVerdicts match_rows(const ThingTables& tables, const std::vector<std::size_t>& ours,
                                 const std::vector<std::size_t>& theirs, const Layout& layout,
                                 const DetectionOptions& options) {
    if (layout.shape == Shape::box) {
        std::vector<metrics::Box3> reference;
        std::vector<metrics::ScoredBox> found;
        for (const std::size_t row : ours) reference.push_back(box_at(tables.reference, row, layout));
        for (const std::size_t row : theirs)
            found.push_back({box_at(tables.prediction, row, layout), score_at(tables.prediction, row)});
        return metrics::match_boxes(reference, found, options.matching);
    }
    const auto radius = tables.reference.find_column("radius");
    std::vector<metrics::Target> reference;
    std::vector<metrics::ScoredPoint> found;
    for (const std::size_t row : ours) {
        reference.push_back({place_at(tables.reference, row, layout),
                             radius ? length_at(tables.reference, row, "radius") : options.radius});
    }
    for (const std::size_t row : theirs)
        found.push_back({place_at(tables.prediction, row, layout), score_at(tables.prediction, row)});
    return metrics::match_points(reference, found, options.matching.order);
}

void add_coco(const ThingTables& tables, const CaseRows& rows, const Layout& layout,
              const std::vector<std::string>& labels, DetectionCase& one) {
    const auto category = [&](const base::CsvTable& table, std::size_t row) {
        const auto at = std::lower_bound(labels.begin(), labels.end(), label_at(table, row, layout));
        return static_cast<std::int64_t>(at - labels.begin());
    };
    const auto flat = [](const metrics::Box3& box) {
        return metrics::DetectionBox{box.low[0], box.low[1], box.size[0], box.size[1]};
    };
    const auto crowd = tables.reference.find_column("crowd");
    for (const std::size_t row : rows.reference) {
        const auto box = flat(box_at(tables.reference, row, layout));
        const bool is_crowd = crowd && tables.reference.whole_number(row, *crowd, 0, 1) == 1;
        one.boxes.push_back({0, category(tables.reference, row), box, box.area(), is_crowd});
    }
    for (const std::size_t row : rows.prediction) {
        one.found.push_back({0, category(tables.prediction, row),
                             flat(box_at(tables.prediction, row, layout)), score_at(tables.prediction, row)});
    }
}

std::vector<std::string> labels_of(const ThingTables& tables, const Layout& layout) {
    if (!layout.is_labelled) return {""};
    std::set<std::string> labels;
    for (const CaseRows& one : tables.cases) {
        for (const std::size_t row : one.reference) labels.insert(label_at(tables.reference, row, layout));
    }
    for (const CaseRows& one : tables.cases) {
        for (const std::size_t row : one.prediction) {
            if (!labels.contains(label_at(tables.prediction, row, layout)))
                tables.prediction.fail(row, tables.prediction.column("label"),
                                       "no object of the reference has this label.", "Correct the label.");
        }
    }
    return {labels.begin(), labels.end()};
}

DetectionData from_tables(const DetectionOptions& options) {
    const ThingTables tables = read_things(
        options.report, "x", options.missing_is_nothing ? MissingCase::nothing_found : MissingCase::refused);
    const Layout layout = layout_of(tables);
    one_unit({tables.reference, tables.prediction, {}});
    if (layout.shape == Shape::point && !tables.reference.find_column("radius") && !(options.radius > 0)) {
        throw base::Error(base::ErrorKind::invalid, "usage.radius",
                          tables.reference.name() + " holds points and no radius of tolerance.",
                          {.field = "--radius", .hint = "Add a column radius, or say --radius."});
    }
    DetectionData data{
        {}, labels_of(tables, layout), tables.clusters(), layout.shape == Shape::box && !layout.is_volume};
    for (const CaseRows& rows : tables.cases) {
        DetectionCase one{rows.name, {}, {}, {}};
        auto ours = by_label(tables.reference, rows.reference, layout);
        auto theirs = by_label(tables.prediction, rows.prediction, layout);
        for (const std::string& label : data.labels)
            one.verdicts[label] = match_rows(tables, ours[label], theirs[label], layout, options);
        if (data.has_boxes) add_coco(tables, rows, layout, data.labels, one);
        data.cases.push_back(std::move(one));
    }
    return data;
}

DetectionCase judge_images(const std::string& name, const fs::path& reference, const fs::path& map) {
    try {
        return {name,
                {{"", metrics::judge_candidates(metrics::read_nifti(reference),
                                                metrics::read_nifti_scores(map))}},
                {},
                {}};
    } catch (const base::Error& error) {
        throw base::Error(error.kind(), error.code(), map.filename().string() + ": " + error.message(),
                          {.field = error.field(), .hint = error.hint()});
    }
}

DetectionData from_folders(const DetectionOptions& options) {
    const auto references = images_in(options.report.reference);
    const auto maps = images_in(options.report.prediction);
    DetectionData data{{}, {""}, statistics::each_alone(references.size()), false};
    for (const auto& [name, path] : maps) {
        if (!references.contains(name))
            throw base::Error(base::ErrorKind::invalid, "detection.no_reference",
                              path.filename().string() + " has no reference of the same name.",
                              {.hint = "Rename it, or take it out of the folder."});
    }
    for (const auto& [name, path] : references) {
        const auto map = maps.find(name);
        if (map == maps.end())
            throw base::Error(base::ErrorKind::invalid, "detection.no_map",
                              path.filename().string() + " has no score map of the same name.",
                              {.hint = "Add the map; one of zeros where nothing was found."});
        data.cases.push_back(judge_images(name, path, map->second));
    }
    return data;
}

}  // namespace

DetectionData read_detections(const DetectionOptions& options) {
    const bool folders = fs::is_directory(options.report.reference);
    if (folders != fs::is_directory(options.report.prediction)) {
        throw base::Error(base::ErrorKind::invalid, "usage.file_and_folder",
                          "One of the two is a folder and the other a file.",
                          {.hint = "Give two tables, two images, or two folders of images."});
    }
    if (folders) return from_folders(options);
    if (!metrics::is_nifti_name(options.report.reference)) return from_tables(options);
    return {{judge_images("", options.report.reference, options.report.prediction)},
            {""},
            statistics::each_alone(1),
            false};
}

}  // namespace medal::cli
