// DICOMDIR files among the inputs of a batch: which of the other files each one lists, and what its successor
// over the de-identified files is called.
#pragma once

#include "imaging/deid/batch_inputs.h"
#include "imaging/deid/deidentify.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::imaging::deid {

class MediaIndexes {
  public:
    explicit MediaIndexes(std::span<const BatchInput> inputs);

    bool is_index(std::size_t number) const { return inputs_[number].collected.listed_files.has_value(); }
    /// Files that an index lists are named as media name them: without an ending (PS3.10, 8.2).
    bool is_listed(std::size_t number) const { return listed_[number]; }
    const std::vector<std::size_t>& all() const { return indexes_; }
    /// The inputs that the index lists, in its order, each once.
    std::vector<std::size_t> files_of(std::size_t index) const;

    /// "D001/DICOMDIR"; a second index in the same folder has a number behind it.
    std::string name_of(std::size_t index) const;
    /// Where a file stands, seen from the folder of the index: "D002\000003"; nullopt where it stands too
    /// deep for a medium.
    std::optional<std::string> file_id(std::size_t index, std::size_t file) const;

  private:
    std::span<const BatchInput> inputs_;
    std::vector<bool> listed_;
    std::vector<std::size_t> indexes_;
    std::vector<std::vector<std::size_t>> files_;
};

}  // namespace medal::imaging::deid
