// Which files belong to the same patient: those that share a patient ID or a study, directly or through
// others.
#pragma once

#include "imaging/deid/deidentify.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace medal::imaging::deid {

class Patients {
  public:
    /// Takes the file in; the number stands for its patient, see `subject`.
    std::size_t add(const Collected& file, const std::filesystem::path& path);

    /// After all files are in.
    Subject subject(std::size_t number) const;

  private:
    struct Node {
        std::size_t parent;
        Identifiers identifiers;
        /// The smallest patient ID, so that the order of the files does not matter; a study UID where there
        /// is none.
        std::string key;
        std::vector<SlideFile> slide_files{};
    };
    std::size_t root_of(std::size_t number) const;
    void join(std::size_t a, std::size_t b);
    void join_by(std::map<std::string, std::size_t>& index, const std::string& value, std::size_t number);

    std::vector<Node> nodes_;
    std::map<std::string, std::size_t> by_patient_;
    std::map<std::string, std::size_t> by_study_;
};

}  // namespace medal::imaging::deid
