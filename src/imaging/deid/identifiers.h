// The identifying values found anywhere in the files of one patient: what free text is searched for, and what
// the verification must not find again. Holds foreign text; has no codec, no log, no printing.
#pragma once

#include "base/sealed.h"
#include "imaging/deid/spelling.h"
#include "imaging/dicom/data_set.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

class Identifiers {
  public:
    using TextSet = std::set<std::string, std::less<>>;

    struct Values {
        /// Parts of names in all their spellings, lower case UTF-8, at least two letters.
        TextSet name_parts;
        /// All words of one name with spaces between them, lower case UTF-8: short ones identify together.
        TextSet full_names;
        /// Numbers, addresses, institutions: lower case UTF-8, whole values.
        TextSet phrases;
        /// Parts of names as their bytes stand in the file, where they are not ASCII.
        TextSet raw_parts;
        TextSet uids;
        /// YYYYMMDD.
        TextSet birth_dates;
    };

    Identifiers() = default;
    explicit Identifiers(Values values) : values_(std::move(values)) {}

    /// Takes in every level of the data set.
    void collect(const dicom::DataSet& data);
    void merge(const Identifiers& other);
    /// A text that came from outside the data set, for example a name typed by the contributor.
    void add_name(std::string_view utf8);
    void add_phrase(std::string_view utf8);

    const Values& reveal() const { return values_.reveal_identifier(); }

  private:
    Values& edit() { return const_cast<Values&>(values_.reveal_identifier()); }
    void collect_element(const dicom::DataSet& data, const dicom::Element& element, std::string_view charset);
    /// Without what folding makes of it (text_folding.h).
    void add_written_name(std::string_view utf8);
    void add_written_phrase(std::string_view utf8);
    void collect_name(std::string_view raw, std::string_view charset);
    void add_part(std::string_view lower);
    void add_full_name(std::string_view utf8);
    void add_number_inside(std::string_view utf8);

    base::Identifying<Values> values_;
};

}  // namespace medal::imaging::deid
