// A data set as DICOM JSON (PS3.18, annex F): attributes in ascending order of tag, text as UTF-8, empty
// elements without Value, long binaries as addresses. Reads de-identified files that passed the pre-scan.
#pragma once

#include "imaging/dicom/charset.h"
#include "imaging/dicom/data_set.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::dicomweb {

/// Binary values up to this length stand in the document itself; longer ones are fetched.
inline constexpr std::uint64_t kMaxInlineBytes = 256;

/// One attribute as text values (to search in) and as JSON (to answer with).
struct Attribute {
    dicom::Vr vr{};
    /// Empty for sequences and binaries.
    std::vector<std::string> values;
    std::string json;
};

using Record = std::map<dicom::Tag, Attribute>;

/// The outermost attributes of a data set. `bulk_base` is what an element's place is appended to, as in
/// ".../bulkdata/"; places are those of DataSet::elements and stay the same for the same file.
Record record_of(const dicom::DataSet& data, const std::string& bulk_base);

Attribute text_attribute(dicom::Vr vr, std::vector<std::string> values);
Attribute number_attribute(dicom::Vr vr, std::int64_t value);
Attribute sequence_attribute(const std::vector<Record>& items);

/// {"00080005": {…}, …}
std::string json_of(const Record& record);
/// [{…}, {…}]
std::string json_of(const std::vector<Record>& records);

/// "00080005".
std::string tag_key(dicom::Tag tag);

}  // namespace medal::imaging::dicomweb
