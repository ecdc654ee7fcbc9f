// The files behind the given paths: folders walked, archives unpacked into the quarantine, each with a
// neutral place in the output tree.
#pragma once

#include "imaging/deid/file_work.h"
#include "imaging/deid/report.h"
#include "imaging/finding.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

struct BatchInput {
    std::filesystem::path file;
    /// As given, for the report.
    std::string label;
    /// "d001/d002/000003", without ending.
    std::string neutral;
    /// Which of the given paths or archives it came from, and where it stands in there: identifying.
    std::string tree{};
    std::string place{};
    /// Set where the file cannot even be read as input (an archive that is refused).
    std::optional<Finding> refused{};
    Collected collected{};
    /// Of an archive.
    bool is_member = false;
    FileOrigin origin{};
    /// Of a slide of several files: those that its list names, in the list's order, empty where not there.
    std::vector<std::filesystem::path> parts{};
    /// The number of the list that names this file: it comes out with that, or not at all.
    std::optional<std::size_t> part_of{};
};

/// A report is UTF-8, and a name is not always: other bytes are told as \\xFF.
std::string printable(std::string_view name);

struct InputPlaces {
    /// Where archives are unpacked.
    std::filesystem::path quarantine;
    /// A folder that is no input wherever it lies: the output.
    std::filesystem::path without{};
};

/// A DICOMDIR given by itself brings the files of its folder that it lists.
/// Opens files on `jobs` threads; the order of the result does not depend on them.
std::vector<BatchInput> find_inputs(const std::vector<std::filesystem::path>& given,
                                    const InputPlaces& places, FileWork& work, unsigned jobs);

}  // namespace medal::imaging::deid
