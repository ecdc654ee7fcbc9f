#include "imaging/deid/policy.h"

#include "imaging/dicom/dictionary.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace medal::imaging::deid {
namespace {

using dicom::Tag;
using dicom::Vr;
namespace vr = dicom::vr;

enum class Basic : std::uint8_t { X, Z, D, U, XZ, XD, XZD, XZU, ZD };

struct Row {
    std::uint32_t tag;
    Basic basic;
    char options[11];

    char option(Option wanted) const {
        return options[static_cast<std::size_t>(wanted) - static_cast<std::size_t>(Option::safe_private)];
    }
};

constexpr Row kTable[] = {
#include "imaging/deid/table_e1_1_2024e.inc"
};

const Row* find_row(Tag tag) {
    const auto* found = std::lower_bound(std::begin(kTable), std::end(kTable), tag.number,
                                         [](const Row& row, std::uint32_t key) { return row.tag < key; });
    return found != std::end(kTable) && found->tag == tag.number ? found : nullptr;
}

constexpr std::string_view kByTable = "named in PS3.15 Table E.1-1";

/// "X unless Z or D is required": what keeps every kind of object valid is taken, so the mildest letter wins.
Action basic_action(const Row& row, Vr value_vr) {
    switch (row.basic) {
        case Basic::X:
            return Action::remove;
        case Basic::XZ:
            // A sequence that is present must have items in most modules.
            return value_vr == vr::SQ ? Action::remove : Action::empty;
        case Basic::Z:
            return Action::empty;
        case Basic::U:
        case Basic::XZU:
            return value_vr == vr::SQ ? Action::descend : Action::remap_uid;
        case Basic::D:
        case Basic::XD:
        case Basic::XZD:
        case Basic::ZD:
            return value_vr == vr::SQ ? Action::descend : Action::dummy;
    }
    return Action::remove;
}

bool is_used(const Profile& profile, Option option) {
    switch (option) {
        case Option::safe_private:
            return profile.retain_safe_private;
        case Option::uids:
            return profile.retain_uids;
        case Option::device:
            return profile.retain_device_identity;
        case Option::institution:
            return profile.retain_institution_identity;
        case Option::patient_characteristics:
            return profile.retain_patient_characteristics;
        case Option::full_dates:
            return profile.retain_full_dates;
        case Option::modified_dates:
            return profile.retain_modified_dates;
        case Option::descriptors:
            return profile.clean_descriptors;
        case Option::structured_content:
            return profile.clean_structured_content;
        case Option::graphics:
            return profile.clean_graphics;
        default:
            return false;
    }
}

Action kept_under(Option option, Tag tag, Vr value_vr) {
    if (value_vr == vr::SQ) return Action::descend;
    if (option == Option::uids || option == Option::full_dates) return Action::keep;
    return tag == dicom::tags::kPatientAge ? Action::age_band : Action::keep_searched;
}

bool is_date(Vr value_vr) {
    return value_vr == vr::DA || value_vr == vr::DT;
}

/// A date in the form of anything else is a date still, but nobody knows where in it.
Action moved_in_time(Tag tag, Vr value_vr) {
    if (is_date(value_vr)) return Action::shift_date;
    const auto* entry = dicom::find_entry(tag);
    const bool is_hidden = (entry != nullptr && is_date(entry->vr)) || !dicom::is_text(value_vr);
    return is_hidden ? Action::empty : Action::keep_searched;
}

Action cleaned_under(Option option, Tag tag, Vr value_vr) {
    if (value_vr == vr::SQ) return Action::descend;
    if (option == Option::modified_dates) return moved_in_time(tag, value_vr);
    return dicom::is_text(value_vr) ? Action::clean_text : Action::remove;
}

Decision by_row(const Row& row, Tag tag, Vr value_vr, const Profile& profile) {
    const bool may_be_empty = row.basic != Basic::D && row.basic != Basic::XD && row.basic != Basic::XZD;
    constexpr std::array kRetaining{
        Option::uids,       Option::device,         Option::institution, Option::patient_characteristics,
        Option::full_dates, Option::modified_dates, Option::descriptors, Option::structured_content,
        Option::graphics};
    for (const Option option : kRetaining) {
        const char letter = row.option(option);
        if (letter == '.' || !is_used(profile, option)) continue;
        const auto action =
            letter == 'K' ? kept_under(option, tag, value_vr) : cleaned_under(option, tag, value_vr);
        return {action, option, kByTable, may_be_empty};
    }
    return {basic_action(row, value_vr), Option::basic, kByTable, may_be_empty};
}

/// Encrypted, signed or in a language of drawing: what is inside cannot be searched.
bool is_sealed(Tag tag) {
    constexpr std::array kSealed{Tag{0x04000120}, Tag{0x04000500}, Tag{0x04000510}, Tag{0x04000520},
                                 Tag{0x0040A074}, Tag{0x0040A089}, Tag{0x00686300}};
    return std::find(kSealed.begin(), kSealed.end(), tag) != kSealed.end();
}

/// Text as numbers, a name or a date as other text: the rules for its kind would not see it.
bool contradicts(Vr expected, Vr found) {
    if (expected == found || expected == vr::UN) return false;
    if (dicom::is_text(expected) && !dicom::is_text(found)) return true;
    return expected == vr::PN || expected == vr::UI || (is_date(expected) && !is_date(found));
}

/// Coding Scheme URL and URN Code Value tell of a concept, not of a place.
bool names_code(Tag tag) {
    return tag == Tag{0x0008010E} || tag == Tag{0x00080120};
}

Decision beyond_table(Tag tag, Vr value_vr, const Profile& profile) {
    const auto because = [](Action action, std::string_view reason) {
        return Decision{action, Option::beyond_table, reason};
    };
    if (is_sealed(tag)) return because(Action::remove, "nobody can look inside");
    if (value_vr == vr::SQ) return {Action::descend, Option::basic, {}};
    const auto* entry = dicom::find_entry(tag);
    if (entry != nullptr && contradicts(entry->vr, value_vr)) {
        return because(Action::remove, "has not the form that the data dictionary says");
    }
    if (value_vr == vr::PN) return because(Action::empty, "a person's name that the table does not name");
    if (value_vr == vr::UN || entry == nullptr) {
        return because(Action::remove, "not in the data dictionary");
    }
    if (is_date(value_vr)) {
        if (profile.retain_full_dates) return {Action::keep, Option::full_dates, {}};
        return {profile.retain_modified_dates ? Action::shift_date : Action::empty, Option::modified_dates,
                "a date that the table does not name"};
    }
    if (value_vr == vr::UR && !names_code(tag)) {
        return because(Action::remove, "an address on a network that the table does not name");
    }
    if (value_vr == vr::UI) return {Action::remap_uid, Option::basic, "a UID that the table does not name"};
    const bool narrative = value_vr == vr::LT || value_vr == vr::ST || value_vr == vr::UT;
    if (narrative) return because(Action::clean_text, "free text that the table does not name");
    return {dicom::is_text(value_vr) ? Action::keep_searched : Action::keep, Option::basic, {}};
}

}  // namespace

std::string_view letter_of(Action action) {
    switch (action) {
        case Action::remove:
            return "X";
        case Action::empty:
            return "Z";
        case Action::dummy:
        case Action::pseudonym:
            return "D";
        case Action::remap_uid:
            return "U";
        case Action::shift_date:
        case Action::clean_text:
        case Action::age_band:
        case Action::descend:
            return "C";
        case Action::keep:
        case Action::keep_searched:
            return "K";
    }
    return "X";
}

std::string_view name_of(Option option) {
    constexpr std::array<std::string_view, 14> kNames{"basic",
                                                      "safe_private",
                                                      "uids",
                                                      "device",
                                                      "institution",
                                                      "patient_characteristics",
                                                      "full_dates",
                                                      "modified_dates",
                                                      "descriptors",
                                                      "structured_content",
                                                      "graphics",
                                                      "pixel_data",
                                                      "recognizable_visual_features",
                                                      "beyond_table"};
    return kNames[static_cast<std::size_t>(option)];
}

bool is_class_uid(Tag tag) {
    // Classes, contexts, coding schemes and mapping resources.
    constexpr std::array kClassUids{dicom::tags::kSopClass, Tag{0x00081150}, Tag{0x0008010C},
                                    Tag{0x00080117},        Tag{0x0008001A}, Tag{0x0008001B},
                                    Tag{0x00041510},        Tag{0x00041512}, Tag{0x0040DB00}};
    return std::find(kClassUids.begin(), kClassUids.end(), tag) != kClassUids.end();
}

Decision decide(Tag tag, Vr value_vr, const Profile& profile) {
    const auto family = tag.group() & 0xFF00;
    if ((family == 0x5000 || family == 0x6000) && !tag.is_private()) {
        return {Action::remove, Option::graphics, "curves and overlays may hold drawn text"};
    }
    if (tag == dicom::tags::kPatientName || tag == dicom::tags::kPatientId) {
        return {Action::pseudonym, Option::basic, kByTable};
    }
    if (const auto* row = find_row(tag)) return by_row(*row, tag, value_vr, profile);
    return beyond_table(tag, value_vr, profile);
}

}  // namespace medal::imaging::deid
