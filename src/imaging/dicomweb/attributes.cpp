#include "imaging/dicomweb/attributes.h"

#include "base/encoding.h"
#include "base/json_write.h"
#include "base/text.h"

#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <type_traits>

namespace medal::imaging::dicomweb {
namespace {

using dicom::DataSet;
using dicom::Vr;
namespace vr = dicom::vr;

// Text in which a backslash is a letter and not the end of a value (PS3.5, 6.2).
bool is_one_text(Vr kind) {
    return kind == vr::LT || kind == vr::ST || kind == vr::UT || kind == vr::UR;
}

std::string quoted(std::string_view text) {
    std::string out;
    base::write_json_string(out, text);
    return out;
}

// PS3.18, F.2.2: the three groups of a person's name.
std::string person_json(const std::string& value) {
    constexpr std::string_view kGroups[] = {"Alphabetic", "Ideographic", "Phonetic"};
    std::string out = "{";
    const auto groups = base::split(value, '=');
    for (std::size_t i = 0; i < groups.size() && i < std::size(kGroups); ++i) {
        if (groups[i].empty()) continue;
        if (out.size() > 1) out += ',';
        out += quoted(kGroups[i]) + ":" + quoted(groups[i]);
    }
    return out + "}";
}

// What is no number although it should be one stays a string, which PS3.18, F.2.3 allows for DS and IS.
std::string decimal_json(const std::string& value) {
    const auto number = dicom::parse_decimal(value);
    if (!number || !std::isfinite(*number)) return quoted(value);
    std::string out;
    base::write_json_number(out, *number);
    return out;
}

bool is_number(Vr kind) {
    return kind == vr::DS || kind == vr::IS || kind == vr::US || kind == vr::SS || kind == vr::UL ||
           kind == vr::SL || kind == vr::FL || kind == vr::FD || kind == vr::SV || kind == vr::UV;
}

std::string value_json(Vr kind, const std::string& value) {
    if (value.empty()) return "null";
    if (kind == vr::PN) return person_json(value);
    return is_number(kind) ? decimal_json(value) : quoted(value);
}

std::string values_json(Vr kind, const std::vector<std::string>& values) {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "" : ",") + value_json(kind, value);
    return "[" + out + "]";
}

template <class Unsigned, class Number>
std::vector<std::string> numbers(Bytes raw, Endian endian) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at + sizeof(Unsigned) <= raw.size(); at += sizeof(Unsigned)) {
        const auto value = std::bit_cast<Number>(load<Unsigned>(raw.data() + at, endian));
        if constexpr (std::is_floating_point_v<Number>) {
            // A value that JSON has no word for is left empty; the place of the others stays.
            values.push_back(std::isfinite(value) ? fmt::format("{}", value) : std::string{});
        } else {
            values.push_back(fmt::format("{}", value));
        }
    }
    return values;
}

std::vector<std::string> tag_values(Bytes raw, Endian endian) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at + 4 <= raw.size(); at += 4)
        values.push_back(fmt::format("{:04X}{:04X}", u16(raw, at, endian), u16(raw, at + 2, endian)));
    return values;
}

// nullopt where the VR is not one of binary numbers.
std::optional<std::vector<std::string>> binary_numbers(Vr kind, Bytes raw, Endian endian) {
    switch (kind) {
        case vr::US:
            return numbers<std::uint16_t, std::uint16_t>(raw, endian);
        case vr::SS:
            return numbers<std::uint16_t, std::int16_t>(raw, endian);
        case vr::UL:
            return numbers<std::uint32_t, std::uint32_t>(raw, endian);
        case vr::SL:
            return numbers<std::uint32_t, std::int32_t>(raw, endian);
        case vr::UV:
            return numbers<std::uint64_t, std::uint64_t>(raw, endian);
        case vr::SV:
            return numbers<std::uint64_t, std::int64_t>(raw, endian);
        case vr::FL:
            return numbers<std::uint32_t, float>(raw, endian);
        case vr::FD:
            return numbers<std::uint64_t, double>(raw, endian);
        case vr::AT:
            return tag_values(raw, endian);
        default:
            return std::nullopt;
    }
}

std::vector<std::string> text_values(const dicom::Charset& charset, Vr kind, Bytes raw) {
    const auto text = charset.to_utf8(text_of(raw));
    if (dicom::trimmed(text).empty()) return {};
    if (is_one_text(kind)) {
        auto end = text.find_last_not_of(std::string_view{" \0", 2});
        return {text.substr(0, end + 1)};
    }
    std::vector<std::string> values;
    for (const auto& part : base::split(text, '\\')) values.emplace_back(dicom::trimmed(part));
    return values;
}

class Writer {
  public:
    Writer(const DataSet& data, const std::string& bulk_base)
        : data_(data), bulk_base_(bulk_base), charset_(terms_of(data)) {}

    Record level(std::size_t first, std::size_t end) const {
        Record record;
        for (std::size_t i = first; i < end; i = data_.elements[i].end) {
            const auto& element = data_.elements[i];
            const bool is_group_length = element.tag.element() == 0;
            if (is_group_length || element.tag.group() == 0x0002 ||
                element.tag == dicom::tags::kTrailingPadding)
                continue;
            record[element.tag] = attribute(i);
        }
        return record;
    }

  private:
    static std::string_view terms_of(const DataSet& data) {
        const auto* element = data.find(dicom::tags::kCharacterSet);
        return element != nullptr ? text_of(data.value(*element)) : std::string_view{};
    }

    Attribute attribute(std::size_t place) const {
        const auto& element = data_.elements[place];
        // The document is UTF-8, and says so (PS3.18, F.2).
        if (element.tag == dicom::tags::kCharacterSet) return text_attribute(vr::CS, {"ISO_IR 192"});
        if (element.kind == dicom::Kind::sequence) return sequence(place);
        if (element.kind == dicom::Kind::fragments) return binary(place, vr::OB);
        const auto raw = data_.value(element);
        const auto kind = dicom::is_known(element.vr) ? element.vr : vr::UN;
        if (dicom::is_text(kind)) return text_attribute(kind, text_values(charset_, kind, raw));
        if (auto values = binary_numbers(kind, raw, data_.encoding.endian))
            return text_attribute(kind, std::move(*values));
        return binary(place, kind);
    }

    Attribute sequence(std::size_t place) const {
        std::string items;
        const auto& element = data_.elements[place];
        for (std::size_t i = place + 1; i < element.end; i = data_.elements[i].end) {
            if (!items.empty()) items += ',';
            items += json_of(level(i + 1, data_.elements[i].end));
        }
        auto json = std::string{R"({"vr":"SQ")"};
        if (!items.empty()) json += R"(,"Value":[)" + items + "]";
        return {vr::SQ, {}, json + "}"};
    }

    // Inline values are little endian (PS3.18, F.2.7): what a big-endian file holds in words is fetched.
    Attribute binary(std::size_t place, Vr kind) const {
        const auto& element = data_.elements[place];
        std::string json = R"({"vr":")" + dicom::to_text(kind) + "\"";
        const bool is_plain = element.kind == dicom::Kind::value && element.tag != dicom::tags::kPixelData;
        const bool is_short = element.length <= kMaxInlineBytes && data_.encoding.endian == Endian::little;
        if (is_plain && element.length == 0) return {kind, {}, json + "}"};
        if (is_plain && is_short) {
            json += R"(,"InlineBinary":)" + quoted(base::base64(data_.value(element)));
        } else {
            json += R"(,"BulkDataURI":)" + quoted(fmt::format("{}{}", bulk_base_, place));
        }
        return {kind, {}, json + "}"};
    }

    const DataSet& data_;
    const std::string& bulk_base_;
    dicom::Charset charset_;
};

}  // namespace

Record record_of(const DataSet& data, const std::string& bulk_base) {
    return Writer{data, bulk_base}.level(0, data.elements.size());
}

Attribute text_attribute(Vr kind, std::vector<std::string> values) {
    std::string json = R"({"vr":")" + dicom::to_text(kind) + "\"";
    if (!values.empty()) json += R"(,"Value":)" + values_json(kind, values);
    return {kind, std::move(values), json + "}"};
}

Attribute number_attribute(Vr kind, std::int64_t value) {
    return text_attribute(kind, {fmt::format("{}", value)});
}

Attribute sequence_attribute(const std::vector<Record>& items) {
    auto json = std::string{R"({"vr":"SQ")"};
    if (!items.empty()) json += R"(,"Value":)" + json_of(items);
    return {vr::SQ, {}, json + "}"};
}

std::string json_of(const Record& record) {
    std::string out = "{";
    for (const auto& [tag, attribute] : record) {
        if (out.size() > 1) out += ',';
        out += quoted(tag_key(tag)) + ":" + attribute.json;
    }
    return out + "}";
}

std::string json_of(const std::vector<Record>& records) {
    std::string out = "[";
    for (const auto& record : records) {
        if (out.size() > 1) out += ',';
        out += json_of(record);
    }
    return out + "]";
}

std::string tag_key(dicom::Tag tag) {
    return fmt::format("{:08X}", tag.number);
}

}  // namespace medal::imaging::dicomweb
