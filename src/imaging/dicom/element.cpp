#include "imaging/dicom/element.h"

#include <fmt/format.h>

namespace medal::imaging::dicom {

std::string to_text(Tag tag) {
    return fmt::format("({:04X},{:04X})", tag.group(), tag.element());
}

std::string to_text(Vr value) {
    const auto number = static_cast<std::uint16_t>(value);
    return {static_cast<char>(number >> 8), static_cast<char>(number & 0xFF)};
}

bool has_long_length(Vr value) {
    switch (value) {
        case vr::OB:
        case vr::OD:
        case vr::OF:
        case vr::OL:
        case vr::OV:
        case vr::OW:
        case vr::SQ:
        case vr::SV:
        case vr::UC:
        case vr::UN:
        case vr::UR:
        case vr::UT:
        case vr::UV:
            return true;
        default:
            return false;
    }
}

bool follows_character_set(Vr value) {
    switch (value) {
        case vr::LO:
        case vr::LT:
        case vr::PN:
        case vr::SH:
        case vr::ST:
        case vr::UC:
        case vr::UT:
            return true;
        default:
            return false;
    }
}

bool is_text(Vr value) {
    switch (value) {
        case vr::AE:
        case vr::AS:
        case vr::CS:
        case vr::DA:
        case vr::DS:
        case vr::DT:
        case vr::IS:
        case vr::TM:
        case vr::UI:
        case vr::UR:
            return true;
        default:
            return follows_character_set(value);
    }
}

bool is_known(Vr value) {
    switch (value) {
        case vr::AT:
        case vr::FD:
        case vr::FL:
        case vr::SL:
        case vr::SS:
        case vr::UL:
        case vr::US:
            return true;
        default:
            return is_text(value) || has_long_length(value);
    }
}

}  // namespace medal::imaging::dicom
