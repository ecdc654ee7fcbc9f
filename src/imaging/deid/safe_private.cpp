// The part of PS3.15 Table E.3.10-1 that we carry: acquisition physics of the common vendors, numbers and
// codes only. Values are still searched for the identifiers of the study.
#include "imaging/deid/policy.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

struct SafeElement {
    std::string_view creator;
    std::uint16_t group;
    std::uint8_t element;
};

constexpr std::array kSafeElements{
    // PET: scale factors without which uptake cannot be computed.
    SafeElement{"Philips PET Private Group", 0x7053, 0x00},
    SafeElement{"Philips PET Private Group", 0x7053, 0x09},
    // Diffusion: b-value, direction, gradient.
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x0A},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x0B},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x0C},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x0D},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x0E},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x27},
    SafeElement{"SIEMENS MR HEADER", 0x0019, 0x28},
    SafeElement{"GEMS_ACQU_01", 0x0019, 0xBB},
    SafeElement{"GEMS_ACQU_01", 0x0019, 0xBC},
    SafeElement{"GEMS_ACQU_01", 0x0019, 0xBD},
    SafeElement{"GEMS_PARM_01", 0x0043, 0x39},
    SafeElement{"Philips Imaging DD 001", 0x2001, 0x03},
    SafeElement{"Philips Imaging DD 001", 0x2001, 0x04},
    SafeElement{"Philips MR Imaging DD 001", 0x2005, 0x0D},
    SafeElement{"Philips MR Imaging DD 001", 0x2005, 0x0E},
    SafeElement{"Philips MR Imaging DD 001", 0x2005, 0xB0},
    SafeElement{"Philips MR Imaging DD 001", 0x2005, 0xB1},
    SafeElement{"Philips MR Imaging DD 001", 0x2005, 0xB2},
    // CT: pitch, table speed, rotation.
    SafeElement{"GEMS_ACQU_01", 0x0019, 0x23},
    SafeElement{"GEMS_ACQU_01", 0x0019, 0x24},
    SafeElement{"GEMS_ACQU_01", 0x0019, 0x27},
    SafeElement{"GEMS_PARM_01", 0x0043, 0x27},
    SafeElement{"ELSCINT1", 0x00E1, 0x21},
    SafeElement{"ELSCINT1", 0x01E1, 0x26},
    SafeElement{"ELSCINT1", 0x01F1, 0x01},
    SafeElement{"ELSCINT1", 0x01F1, 0x07},
    SafeElement{"ELSCINT1", 0x01F1, 0x26},
    SafeElement{"ELSCINT1", 0x01F1, 0x27},
};

}  // namespace

bool is_safe_private(std::string_view creator, std::uint16_t group, std::uint8_t element) {
    return std::any_of(kSafeElements.begin(), kSafeElements.end(), [&](const SafeElement& safe) {
        return safe.group == group && safe.element == element && safe.creator == creator;
    });
}

}  // namespace medal::imaging::deid
