// The words of PS3.5: tags, value representations, and the flat tree that the reader makes of a data set.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace medal::imaging::dicom {

struct Tag {
    std::uint32_t number = 0;

    constexpr std::uint16_t group() const { return static_cast<std::uint16_t>(number >> 16); }
    constexpr std::uint16_t element() const { return static_cast<std::uint16_t>(number & 0xFFFF); }
    constexpr bool is_private() const { return (group() & 1) != 0; }
    constexpr bool is_private_creator() const {
        return is_private() && element() >= 0x0010 && element() <= 0x00FF;
    }
    auto operator<=>(const Tag&) const = default;
};

/// "(0010,0010)".
std::string to_text(Tag tag);

/// Two letters as one number, so that a switch can read them.
enum class Vr : std::uint16_t {};
constexpr Vr vr_of(const char (&letters)[3]) {
    return static_cast<Vr>((static_cast<unsigned char>(letters[0]) << 8) |
                           static_cast<unsigned char>(letters[1]));
}
std::string to_text(Vr vr);

namespace vr {
inline constexpr Vr AE = vr_of("AE"), AS = vr_of("AS"), AT = vr_of("AT"), CS = vr_of("CS"), DA = vr_of("DA"),
                    DS = vr_of("DS"), DT = vr_of("DT"), FD = vr_of("FD"), FL = vr_of("FL"), IS = vr_of("IS"),
                    LO = vr_of("LO"), LT = vr_of("LT"), OB = vr_of("OB"), OD = vr_of("OD"), OF = vr_of("OF"),
                    OL = vr_of("OL"), OV = vr_of("OV"), OW = vr_of("OW"), PN = vr_of("PN"), SH = vr_of("SH"),
                    SL = vr_of("SL"), SQ = vr_of("SQ"), SS = vr_of("SS"), ST = vr_of("ST"), SV = vr_of("SV"),
                    TM = vr_of("TM"), UC = vr_of("UC"), UI = vr_of("UI"), UL = vr_of("UL"), UN = vr_of("UN"),
                    UR = vr_of("UR"), US = vr_of("US"), UT = vr_of("UT"), UV = vr_of("UV");
}  // namespace vr

bool is_known(Vr vr);
/// Explicit VR with a 32-bit length field (PS3.5, 7.1.2).
bool has_long_length(Vr vr);
/// Text whose bytes follow Specific Character Set (PS3.5, 6.1.2.2).
bool follows_character_set(Vr vr);
/// Any VR of characters.
bool is_text(Vr vr);

/// Where an element's kind of content lies in the tape.
enum class Kind : std::uint8_t { value, sequence, item, fragments, fragment };

/// One entry of the tape: elements in file order, children directly behind their parent.
/// `end` is the index behind the last descendant, so that a whole subtree is skipped in one step.
struct Element {
    Tag tag;
    Vr vr{};
    Kind kind = Kind::value;
    std::uint8_t depth = 0;
    bool reread_from_un = false;
    bool undefined_length = false;
    std::uint64_t value_offset = 0;
    std::uint64_t length = 0;
    std::uint32_t end = 0;
};

namespace tags {
inline constexpr Tag kItem{0xFFFEE000}, kItemEnd{0xFFFEE00D}, kSequenceEnd{0xFFFEE0DD},
    kPixelData{0x7FE00010}, kFloatPixelData{0x7FE00008}, kDoublePixelData{0x7FE00009},
    kTrailingPadding{0xFFFCFFFC}, kTransferSyntax{0x00020010}, kSopClass{0x00080016},
    kSopInstance{0x00080018}, kStudyInstance{0x0020000D}, kSeriesInstance{0x0020000E},
    kCharacterSet{0x00080005}, kModality{0x00080060}, kPatientName{0x00100010}, kPatientId{0x00100020},
    kPatientBirthDate{0x00100030}, kPatientAge{0x00101010}, kRows{0x00280010}, kColumns{0x00280011},
    kFrames{0x00280008}, kSamples{0x00280002}, kBitsAllocated{0x00280100}, kBitsStored{0x00280101},
    kPhotometric{0x00280004};
}  // namespace tags

}  // namespace medal::imaging::dicom
