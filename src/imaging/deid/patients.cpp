#include "imaging/deid/patients.h"

#include <utility>

namespace medal::imaging::deid {

std::size_t Patients::root_of(std::size_t number) const {
    while (nodes_[number].parent != number) number = nodes_[number].parent;
    return number;
}

void Patients::join(std::size_t a, std::size_t b) {
    auto into = root_of(a);
    auto from = root_of(b);
    if (into == from) return;
    if (into > from) std::swap(into, from);
    nodes_[from].parent = into;
    nodes_[into].identifiers.merge(nodes_[from].identifiers);
    nodes_[from].identifiers = {};
    auto& slides = nodes_[into].slide_files;
    slides.insert(slides.end(), nodes_[from].slide_files.begin(), nodes_[from].slide_files.end());
    nodes_[from].slide_files.clear();
    auto& key = nodes_[into].key;
    const auto& other = nodes_[from].key;
    if (key.empty() || (!other.empty() && other < key)) key = other;
}

void Patients::join_by(std::map<std::string, std::size_t>& index, const std::string& value,
                       std::size_t number) {
    if (value.empty()) return;
    const auto [found, is_new] = index.emplace(value, number);
    if (!is_new) join(found->second, number);
}

std::size_t Patients::add(const Collected& file, const std::filesystem::path& path) {
    const auto number = nodes_.size();
    const auto& patient = file.patient_id.reveal_identifier();
    const auto& study = file.study_uid.reveal_identifier();
    // A patient ID sorts before any study, so that it is the one that is kept.
    nodes_.push_back({number, file.identifiers,
                      !patient.empty() ? "1 " + patient
                      : study.empty()  ? ""
                                       : "2 " + study});
    if (file.slide) {
        nodes_.back().slide_files.push_back(
            {path, file.series_uid.reveal_identifier(), file.slide->columns, file.slide->rows});
    }
    join_by(by_patient_, patient, number);
    join_by(by_study_, study, number);
    return number;
}

Subject Patients::subject(std::size_t number) const {
    const auto& root = nodes_[root_of(number)];
    return {root.identifiers, base::Identifying<std::string>{root.key}, root.slide_files};
}

}  // namespace medal::imaging::deid
