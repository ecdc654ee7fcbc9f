#include "imaging/deid/policy.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace vr = dicom::vr;
using dicom::Tag;

constexpr Tag kStudyDate{0x00080020}, kStudyTime{0x00080030}, kEncrypted{0x04000500}, kSignature{0x04000120},
    kBodyPart{0x00180015}, kSequenceName{0x00180024}, kFrameOfReference{0x00200052};

Action action_of(Tag tag, dicom::Vr value_vr) {
    return decide(tag, value_vr, Profile{}).action;
}

TEST(Policy, moves_dates_and_empties_them_where_they_have_another_form) {
    EXPECT_EQ(action_of(kStudyDate, vr::DA), Action::shift_date);
    EXPECT_EQ(action_of(kStudyDate, vr::LO), Action::empty);
    EXPECT_EQ(action_of(kStudyDate, vr::OB), Action::empty);
    EXPECT_EQ(action_of(kStudyTime, vr::TM), Action::keep_searched);
}

TEST(Policy, removes_what_has_not_the_form_of_the_dictionary_and_what_nobody_can_look_into) {
    EXPECT_EQ(action_of(kSequenceName, vr::SH), Action::keep_searched);
    EXPECT_EQ(action_of(kSequenceName, vr::OB), Action::remove);
    EXPECT_EQ(action_of(kBodyPart, vr::LO), Action::keep_searched);
    EXPECT_EQ(action_of(kEncrypted, vr::SQ), Action::remove);
    EXPECT_EQ(action_of(kSignature, vr::OB), Action::remove);
    EXPECT_EQ(action_of(kFrameOfReference, vr::UI), Action::remap_uid);
}

TEST(Policy, removes_addresses_on_a_network_and_keeps_those_of_concepts) {
    EXPECT_EQ(action_of(Tag{0x00081190}, vr::UR), Action::remove);         // Retrieve URL
    EXPECT_EQ(action_of(Tag{0x00080120}, vr::UR), Action::keep_searched);  // URN Code Value
}

}  // namespace
}  // namespace medal::imaging::deid
