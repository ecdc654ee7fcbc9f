#include "answers/answers.h"
#include "base/error.h"
#include "base/json.h"
#include "evaluation/sitting.h"

#include <fstream>
#include <sstream>
#include <unordered_map>

namespace medal::evaluation {
namespace {

using base::Error;
using base::ErrorKind;

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw Error{ErrorKind::not_found,
                    "release.no_file",
                    "This file of the release cannot be read.",
                    {.field = path.string(), .hint = "Give the folder that holds release.json."}};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

template <class Line>
std::vector<Line> read_lines(const std::filesystem::path& path) {
    std::istringstream text{read_file(path)};
    std::vector<Line> lines;
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
        try {
            lines.push_back(base::from_json<Line>(line));
        } catch (const Error& error) {
            throw Error{
                ErrorKind::invalid,
                "release.bad_line",
                path.filename().string() + ", line " + std::to_string(number) + ": " + error.message(),
                {.hint = "Check the folder with `medal release verify`."}};
        }
    }
    return lines;
}

}  // namespace

Exam load_exam(const std::filesystem::path& release_folder) {
    Exam exam;
    const auto manifest = read_file(release_folder / release::kManifestFile);
    exam.manifest = base::from_json<release::Manifest>(manifest);
    exam.manifest_sha256 = base::sha256(manifest);
    exam.items = read_lines<release::PackageItem>(release_folder / release::kItemsFile);
    exam.answers = read_lines<release::PackageAnswer>(release_folder / release::kAnswersFile);
    return exam;
}

std::optional<Summary> open_summary(const Exam& exam, const std::vector<Prediction>& samples,
                                    std::int64_t epochs) {
    std::unordered_map<std::string, const release::PackageAnswer*> answers;
    for (const auto& answer : exam.answers) answers.emplace(answer.item_id, &answer);
    std::unordered_map<std::string, const release::PackageItem*> open;
    std::vector<ScoredItem> items;
    for (const auto& item : exam.items) {
        if (!answers.contains(item.item_id)) continue;
        open.emplace(item.item_id, &item);
        items.push_back({item.item_id, item.patient_key, answers::type_of(item.answer_spec)});
    }
    if (items.empty()) return std::nullopt;
    std::vector<SampleGrade> grades;
    for (const auto& sample : settled(samples)) {
        const auto item = open.find(sample.item_id);
        if (item == open.end()) continue;
        grades.push_back(
            grade_sample(sample, item->second->answer_spec, answers.at(sample.item_id)->reference));
    }
    return summarise(items, grades, epochs);
}

}  // namespace medal::evaluation
