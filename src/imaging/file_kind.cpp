#include "imaging/file_kind.h"

#include "base/error.h"
#include "imaging/slide.h"
#include "imaging/slide_set/listing.h"

#include <algorithm>
#include <array>

namespace medal::imaging {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kPreambleBytes = 128;
constexpr std::size_t kTarMagicOffset = 257;

bool is_uppercase(std::byte byte) {
    return byte >= std::byte{'A'} && byte <= std::byte{'Z'};
}

/// Data sets without preamble and meta group exist (PS3.10 came later than ACR-NEMA): the first element must
/// be of group 0002 or 0008, with a small element number and a length that fits.
bool is_bare_data_set(Bytes bytes, Endian endian) {
    if (bytes.size() < 16) return false;
    const auto group = u16(bytes, 0, endian);
    const auto element = u16(bytes, 2, endian);
    if ((group != 0x0002 && group != 0x0008) || element > 0x0100) return false;
    if (is_uppercase(bytes[4]) && is_uppercase(bytes[5])) return u16(bytes, 6, endian) <= bytes.size();
    return endian == Endian::little && u32(bytes, 4, endian) <= 256;
}

bool is_dicom(Bytes bytes) {
    return has_text_at(bytes, kPreambleBytes, "DICM") || is_bare_data_set(bytes, Endian::little) ||
           is_bare_data_set(bytes, Endian::big);
}

/// Of a slide that is cut off, so that it is refused as what it was.
bool names_scanner(Bytes bytes) {
    const auto head = text_of(bytes.first(std::min<std::size_t>(bytes.size(), 1 << 20)));
    return head.find("Aperio ") != std::string_view::npos;
}

bool is_nifti(Bytes bytes) {
    if (bytes.size() < 348) return false;
    const auto size = u32(bytes, 0);
    const bool one = size == 348 || size == 0x5C010000;
    const bool two = size == 540 || size == 0x1C020000;
    return (one && (has_text_at(bytes, 344, "n+1\0"sv) || has_text_at(bytes, 344, "ni1\0"sv))) ||
           (two && has_text_at(bytes, 4, "n+2\0"sv));
}

FileKind tiff_or_slide(Bytes bytes) {
    const auto structure = read_tiff(bytes);
    if (!structure) return names_scanner(bytes) ? FileKind::slide : FileKind::tiff;
    return detect_vendor(bytes, *structure) == SlideVendor::none ? FileKind::tiff : FileKind::slide;
}

bool is_tiff(Bytes bytes) {
    return has_text_at(bytes, 0, "II*\0"sv) || has_text_at(bytes, 0, "MM\0*"sv) ||
           has_text_at(bytes, 0, "II+\0"sv) || has_text_at(bytes, 0, "MM\0+"sv);
}

/// A data base with the table in which OpenSlide looks for a Sakura slide. Its name stands in the schema,
/// which is written first; whether there is a slide is seen by who opens it.
bool is_slide_database(Bytes bytes) {
    constexpr std::size_t kSchema_bytes = 4 << 20;
    const auto head = text_of(bytes.first(std::min(bytes.size(), kSchema_bytes)));
    return head.starts_with("SQLite format 3\0"sv) &&
           head.find("DataManagerSQLiteConfigXPO") != std::string_view::npos;
}

/// An image of Hamamatsu VMU: width is a multiple of a column's.
bool is_ngr(Bytes bytes) {
    if (bytes.size() < 28 || !has_text_at(bytes, 0, "GN")) return false;
    const auto width = u32(bytes, 4), column = u32(bytes, 12), first = u32(bytes, 24);
    return width > 0 && column > 0 && width % column == 0 && u32(bytes, 8) > 0 && first > 0 &&
           first < bytes.size();
}

/// Still images in the container of films (ISO/IEC 23008-12), as telephones store photographs.
bool is_heif(Bytes bytes) {
    constexpr std::array kBrands{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                                 "hevx"sv, "mif1"sv, "msf1"sv, "avif"sv, "avis"sv};
    return has_text_at(bytes, 4, "ftyp"sv) && std::any_of(kBrands.begin(), kBrands.end(), [&](auto brand) {
               return has_text_at(bytes, 8, brand);
           });
}

struct Magic {
    std::size_t offset;
    std::string_view bytes;
    FileKind kind;
};
constexpr std::array kMagics{
    Magic{0, "\x89PNG\r\n\x1a\n"sv, FileKind::png},
    Magic{0, "\xff\xd8\xff"sv, FileKind::jpeg},
    Magic{8, "WEBPVP8"sv, FileKind::webp},
    Magic{4, "ftyp"sv, FileKind::mp4},
    Magic{4, "moov"sv, FileKind::mp4},
    Magic{0, "\x1a\x45\xdf\xa3"sv, FileKind::matroska},
    Magic{0, "PK\x03\x04"sv, FileKind::zip},
    Magic{0, "PK\x05\x06"sv, FileKind::zip},
    Magic{0, "\x1f\x8b\x08"sv, FileKind::gzip},
    Magic{kTarMagicOffset, "ustar"sv, FileKind::tar},
};

struct Guess {
    std::string_view start;
    std::string_view name;
};
constexpr std::array kGuesses{
    Guess{"GIF8"sv, "a GIF image"},
    Guess{"%PDF"sv, "a PDF document"},
    Guess{"<svg"sv, "an SVG drawing"},
    Guess{"<?xml"sv, "an XML document"},
    Guess{"<!"sv, "an HTML page"},
    Guess{"MZ"sv, "a Windows program"},
    Guess{"\x7f"
          "ELF"sv,
          "a program"},
    Guess{"BM"sv, "a BMP image"},
    Guess{"Rar!"sv, "a RAR archive"},
    Guess{"SQLite format 3"sv, "a data base, and no Sakura slide"},
    Guess{
        "01.02"sv,
        "part of a MIRAX slide; put the whole slide (the .mrxs file and the folder beside it) into one ZIP"},
    Guess{"7z\xbc\xaf"sv, "a 7z archive"},
};

}  // namespace

FileKind detect_kind(Bytes bytes) {
    if (has_text_at(bytes, kPreambleBytes, "DICM")) return FileKind::dicom;
    if (is_heif(bytes)) return FileKind::unknown;
    for (const auto& magic : kMagics) {
        if (has_text_at(bytes, magic.offset, magic.bytes)) return magic.kind;
    }
    if (is_tiff(bytes)) return tiff_or_slide(bytes);
    if (is_slide_database(bytes)) return FileKind::slide_database;
    if (slide_set::is_set_file(bytes)) return FileKind::slide_set;
    if (is_nifti(bytes)) return FileKind::nifti;
    if (is_dicom(bytes)) return FileKind::dicom;
    return FileKind::unknown;
}

void require_drawable(FileKind kind) {
    if (!becomes_tiff(kind)) return;
    throw base::Error{
        base::ErrorKind::unsupported, "slide.not_tiff",
        "Slides of this kind have to become TIFF first: 'medal deidentify' writes one (of a slide "
        "of several files, give it the folder or a ZIP of all)."};
}

std::string_view describe_unknown(Bytes bytes) {
    if (bytes.empty()) return "an empty file";
    if (is_ngr(bytes)) {
        return "part of a Hamamatsu VMU slide; put the whole slide (the .vmu file and all files beside it) "
               "into "
               "one ZIP";
    }
    if (is_heif(bytes)) return "a HEIC or AVIF image, as telephones make them; save it as JPEG or PNG";
    for (const auto& guess : kGuesses) {
        if (has_text_at(bytes, 0, guess.start)) return guess.name;
    }
    const auto head = bytes.first(std::min<std::size_t>(bytes.size(), 512));
    const bool is_text = std::none_of(head.begin(), head.end(), [](std::byte byte) {
        return byte < std::byte{9} || (byte > std::byte{13} && byte < std::byte{32});
    });
    return is_text ? "text" : "of no known kind";
}

}  // namespace medal::imaging
