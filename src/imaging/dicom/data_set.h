// A DICOM data set as a flat tape of elements over bytes that stay where they are (PS3.5, PS3.10).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/dicom/element.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::dicom {

struct Encoding {
    bool explicit_vr = true;
    Endian endian = Endian::little;
};

/// Borrows the file's bytes: the mapped file must live longer. A deflated data set owns its inflated bytes.
class DataSet {
  public:
    Bytes bytes;
    Encoding encoding;
    std::string transfer_syntax;
    std::vector<Element> elements;
    std::shared_ptr<const std::vector<std::byte>> inflated;

    Bytes value(const Element& element) const { return bytes.subspan(element.value_offset, element.length); }

    /// An element of the outermost level, or nullptr.
    const Element* find(Tag tag) const;

    /// The first value of a text element without padding; empty where absent.
    std::string_view text(Tag tag) const;
    std::string_view text(const Element& element) const;

    /// The first value of a US/SS/UL/IS element; nullopt where absent or not a number.
    std::optional<std::int64_t> integer(Tag tag) const;
    /// All values of a DS or IS element.
    std::vector<double> decimals(Tag tag) const;
    std::vector<double> decimals(const Element& element) const;

    bool is_encapsulated() const;
};

/// Cuts spaces and NULs from both ends.
std::string_view trimmed(std::string_view text);

/// The n-th backslash-separated value; empty where there is none.
std::string_view value_at(std::string_view text, std::size_t index);

/// nullopt unless the whole text is one decimal number.
std::optional<double> parse_decimal(std::string_view text);

}  // namespace medal::imaging::dicom
