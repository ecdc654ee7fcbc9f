// PS3.15 Table E.3.10-1, safe private attributes: creator, group and elements within the creator's block.
// Taken from a public copy of the table whose edition is not known; an element that the copy does not have is
// removed, which is the safe side. Values are still searched for the identifiers of the study.
#include "imaging/deid/policy.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

struct SafeElements {
    std::string_view creator;
    std::uint16_t group;
    /// Two hexadecimal digits each.
    std::string_view elements;
};

constexpr std::array kSafeElements{
    SafeElements{"Philips PET Private Group", 0x7053, "00 09"},
    SafeElements{"Philips MR Imaging DD 001", 0x2005, "0D 0E"},
    SafeElements{"Philips Imaging DD 001", 0x2001, "03 04"},
    SafeElements{"Philips US Imaging DD 023", 0x200D, "45"},
    SafeElements{"Philips US Imaging DD 033", 0x200D, "00 01 02 03 04 05 06 07 08 0D 0F 10 11 14 21"},
    SafeElements{"Philips US Imaging DD 034", 0x200D,
                 "01 02 03 04 05 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 17 18 1B 1C 1D 1E 1F 20 21 22 23 24 "
                 "25 26 27 28"},
    SafeElements{"Philips US Imaging DD 035", 0x200D, "01 03 04 07 08 09 0A 0C 0D"},
    SafeElements{"Philips US Imaging DD 036", 0x200D, "15 16 17 18 19 20"},
    SafeElements{"Philips US Imaging DD 038", 0x200D, "01 02 03 04"},
    SafeElements{"Philips US Imaging DD 039", 0x200D, "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 15"},
    SafeElements{"Philips US Imaging DD 040", 0x200D, "01 02 03 04 05 06 07 20"},
    SafeElements{
        "Philips US Imaging DD 042", 0x200D,
        "15 16 20 30 31 40 50 51 52 53 54 55 56 57 58 59 5A 5B 5C 5D 5E 5F 60 70 71 72 73 74 75 76 77 78 8C"},
    SafeElements{"Philips US Imaging DD 045", 0x200D, "F1 F3 F4 F5 F6 F8 FA FB"},
    SafeElements{"Philips US Imaging DD 046", 0x200D, "17"},
    SafeElements{"Philips US Imaging DD 048", 0x200D, "01"},
    SafeElements{"Philips US Imaging DD 065", 0x200D, "07"},
    SafeElements{"Philips US Imaging DD 066", 0x200D, "00 01 03 04"},
    SafeElements{"SIEMENS MR HEADER", 0x0019, "0C 0D 0E 27"},
    SafeElements{"ELSCINT1", 0x00E1, "21"},
    SafeElements{"ELSCINT1", 0x01E1, "26 50"},
    SafeElements{"ELSCINT1", 0x01F1, "01 07 26 27"},
    SafeElements{"GEMS_ACQU_01", 0x0019, "23 24 27 9E"},
    SafeElements{"GEMS_SERS_01", 0x0025, "07"},
    SafeElements{"GEMS_PARM_01", 0x0043, "27 39 6F"},
    SafeElements{"GEMS_HELIOS_01", 0x0045, "01 02"},
    SafeElements{"GEMS_SENO_02", 0x0045, "06 1B 20 27 29 2A 2B 49 58 59 60 61 64 71 72 90 A0 A1 A2 A4 A7 A8"},
    SafeElements{"GEIIS PACS", 0x0903, "10 11 12"},
    SafeElements{"HOLOGIC, Inc.", 0x7E01, "01 02 10 11 12"},
    SafeElements{"HOLOGIC, Inc.", 0x7F01, "01 02 10 11 12"},
    SafeElements{"HOLOGIC, Inc.", 0x0019,
                 "06 07 08 16 25 26 27 28 29 30 31 32 33 34 35 37 40 41 42 43 44 45 46 50 51 52 53 60 61 62 "
                 "70 71 80 85 87 89 8A 90 97 98"},
    SafeElements{"LORAD Selenia", 0x0019,
                 "06 07 08 16 26 27 28 29 30 31 32 33 34 35 37 40 41 50 51 52 53 60 70 71 80 90"},
    SafeElements{"NQHeader", 0x0099, "01 04 05 10 20 21"},
    SafeElements{"NQLeft", 0x0199, "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16"},
    SafeElements{"NQRight", 0x0299, "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16"},
};

std::string digits_of(std::uint8_t element) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    return {kDigits[element >> 4U], kDigits[element & 0xFU]};
}

}  // namespace

bool is_safe_private(std::string_view creator, std::uint16_t group, std::uint8_t element) {
    const auto digits = digits_of(element);
    return std::any_of(kSafeElements.begin(), kSafeElements.end(), [&](const SafeElements& safe) {
        return safe.group == group && safe.creator == creator &&
               safe.elements.find(digits) != std::string_view::npos;
    });
}

}  // namespace medal::imaging::deid
