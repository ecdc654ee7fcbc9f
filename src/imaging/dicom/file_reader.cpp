#include "imaging/dicom/file_reader.h"

#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/inflate.h"
#include "imaging/dicom/tape_reader.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/limits.h"

#include <algorithm>
#include <array>

namespace medal::imaging::dicom {
namespace {

constexpr std::size_t kPreambleBytes = 128;
constexpr std::size_t kMaxMetaElements = 64;
constexpr std::size_t kInflatedHead_bytes = 64 * 1024;

struct Meta {
    std::uint64_t data_begin = 0;
    std::string transfer_syntax;
};

struct Danger {
    std::string_view start;
    const char* message;
};
constexpr std::array kDangerousPreambles{
    Danger{"MZ", "The preamble begins like a Windows program."},
    Danger{"\x7f"
           "ELF",
           "The preamble begins like a Linux program."},
    Danger{"#!", "The preamble begins like a script."},
    Danger{"\xca\xfe\xba\xbe", "The preamble begins like a Java or macOS program."},
    Danger{"\xcf\xfa\xed\xfe", "The preamble begins like a macOS program."},
    Danger{"PK\x03\x04", "The preamble begins like an archive."},
    Danger{"%PDF", "The preamble begins like a PDF document."},
};

bool holds_markup(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return lower.find("<html") != std::string::npos || lower.find("<script") != std::string::npos ||
           lower.find("<!doctype") != std::string::npos || lower.find("<svg") != std::string::npos;
}

void check_preamble(Bytes file, Findings& findings) {
    const auto preamble = file.first(kPreambleBytes);
    for (const auto& danger : kDangerousPreambles) {
        if (has_text_at(preamble, 0, danger.start))
            findings.push_back(refusal("dicom.preamble", danger.message));
    }
    if (holds_markup(text_of(preamble))) {
        findings.push_back(refusal("dicom.preamble", "The preamble holds a web page or script."));
    }
    const bool is_zero =
        std::all_of(preamble.begin(), preamble.end(), [](std::byte byte) { return byte == std::byte{0}; });
    if (has_text_at(preamble, 0, "II*") || has_text_at(preamble, 0, "MM\0*")) {
        findings.push_back(
            note("dicom.preamble_tiff", "The preamble makes this file a TIFF as well; it is dropped."));
    } else if (!is_zero && findings.empty()) {
        findings.push_back(note("dicom.preamble_data", "The preamble is not empty; it is dropped."));
    }
}

/// Reads group 0002, which is always explicit little endian; its own group length is not trusted.
bool read_meta(Bytes file, std::uint64_t begin, Meta& meta, Findings& findings) {
    std::uint64_t at = begin;
    for (std::size_t count = 0; count < kMaxMetaElements; ++count) {
        if (file.size() - at < 8 || u16(file, at) != 0x0002) break;
        const auto letters = static_cast<Vr>((std::to_integer<unsigned>(file[at + 4]) << 8) |
                                             std::to_integer<unsigned>(file[at + 5]));
        const bool long_form = has_long_length(letters);
        if (long_form && file.size() - at < 12) break;
        const std::uint64_t length = long_form ? u32(file, at + 8) : u16(file, at + 6);
        const auto value = at + (long_form ? 12U : 8U);
        if (length > file.size() - value) {
            findings.push_back(
                refusal("dicom.length", "The file meta information runs past the end of the file."));
            return false;
        }
        if (u16(file, at + 2) == 0x0010) {
            meta.transfer_syntax = std::string{trimmed(text_of(file.subspan(value, length)))};
        }
        at = value + length;
    }
    meta.data_begin = at;
    return true;
}

bool looks_explicit(Bytes file, std::uint64_t at) {
    const auto is_upper = [](std::byte letter) {
        return letter >= std::byte{'A'} && letter <= std::byte{'Z'};
    };
    return file.size() - at >= 8 && is_upper(file[at + 4]) && is_upper(file[at + 5]);
}

std::string guess_syntax(Bytes file, std::uint64_t at) {
    if (file.size() - at < 8) return std::string{kImplicitLittle};
    const bool big = u16(file, at, Endian::big) < u16(file, at, Endian::little) && looks_explicit(file, at);
    if (big) return std::string{kExplicitBig};
    return std::string{looks_explicit(file, at) ? kExplicitLittle : kImplicitLittle};
}

/// What the first element shows outranks what the meta group claims: some writers claim the wrong one.
Encoding encoding_seen(Bytes bytes, std::uint64_t at, std::string_view syntax, Findings& findings) {
    auto encoding = encoding_of(syntax);
    const bool explicit_vr = looks_explicit(bytes, at);
    if (encoding.endian == Endian::little && bytes.size() - at >= 8 && explicit_vr != encoding.explicit_vr) {
        findings.push_back(warning("dicom.encoding", "The file is not encoded as its transfer syntax says."));
        encoding.explicit_vr = explicit_vr;
    }
    return encoding;
}

bool inflate_data(Bytes file, std::uint64_t begin, DataSet& data, Findings& findings) {
    auto inflated = inflate_bounded(file.subspan(begin), Wrapping::none);
    if (inflated.stop == InflateStop::too_large) {
        findings.push_back(refusal("dicom.deflate_bomb", "The deflated data grows beyond all measure."));
        return false;
    }
    if (inflated.stop == InflateStop::damaged) {
        findings.push_back(refusal("dicom.deflate", "The deflated data is damaged or cut off."));
        return false;
    }
    data.inflated = std::make_shared<const std::vector<std::byte>>(std::move(inflated.bytes));
    data.bytes = *data.inflated;
    return true;
}

bool read_tape(DataSet& data, std::uint64_t begin, Findings& findings) {
    TapeReader reader{data.bytes, data.encoding, begin, data.bytes.size(), 0};
    const bool read = reader.read();
    const auto seen = reader.take_findings();
    findings.insert(findings.end(), seen.begin(), seen.end());
    data.elements = reader.take_elements();
    if (!read) return false;
    if (data.elements.empty()) findings.push_back(refusal("dicom.empty", "The file holds no data set."));
    return !data.elements.empty();
}

bool read_data_set(Bytes file, const Meta& meta, DataSet& data, Findings& findings) {
    data.transfer_syntax = meta.transfer_syntax;
    if (data.transfer_syntax.empty()) data.transfer_syntax = guess_syntax(file, meta.data_begin);
    if (find_transfer_syntax(data.transfer_syntax) == nullptr) {
        findings.push_back(
            refusal("dicom.transfer_syntax", "The transfer syntax is not one that is accepted."));
        return false;
    }
    data.bytes = file;
    auto begin = meta.data_begin;
    if (data.transfer_syntax == kDeflated) {
        if (!inflate_data(file, begin, data, findings)) return false;
        begin = 0;
    }
    data.encoding = encoding_seen(data.bytes, begin, data.transfer_syntax, findings);
    return read_tape(data, begin, findings);
}

}  // namespace

FileScan scan_file(Bytes file) {
    FileScan scan;
    const bool has_preamble = has_text_at(file, kPreambleBytes, "DICM");
    if (has_preamble) check_preamble(file, scan.findings);
    if (refuses(scan.findings)) return scan;
    Meta meta;
    DataSet data;
    if (!read_meta(file, has_preamble ? kPreambleBytes + 4 : 0, meta, scan.findings) ||
        !read_data_set(file, meta, data, scan.findings)) {
        return scan;
    }
    check_image(data, scan.findings);
    if (!refuses(scan.findings)) scan.data = std::move(data);
    return scan;
}

std::optional<DataSet> scan_head(Bytes head) {
    Findings unused;
    Meta meta;
    if (!has_text_at(head, kPreambleBytes, "DICM") || !read_meta(head, kPreambleBytes + 4, meta, unused) ||
        find_transfer_syntax(meta.transfer_syntax) == nullptr) {
        return std::nullopt;
    }
    DataSet data;
    data.transfer_syntax = meta.transfer_syntax;
    data.bytes = head.subspan(meta.data_begin);
    if (data.transfer_syntax == kDeflated) {
        data.inflated = std::make_shared<const std::vector<std::byte>>(
            inflate_head(data.bytes, Wrapping::none, kInflatedHead_bytes));
        data.bytes = *data.inflated;
    }
    data.encoding = encoding_seen(data.bytes, 0, data.transfer_syntax, unused);
    TapeReader reader{data.bytes, data.encoding, 0, data.bytes.size(), 0};
    static_cast<void>(reader.read());  // It breaks off where the bytes do.
    data.elements = reader.take_elements();
    return data;
}

}  // namespace medal::imaging::dicom
