#include "imaging/deid/rewriter.h"

#include "imaging/testing_image.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace vr = dicom::vr;
using phantom::DicomObject;

const std::string kSecret = "zogborf!";

/// The file that comes out, in a temporary one that lives as long as this.
class Rewritten {
  public:
    explicit Rewritten(const std::function<void(DicomObject&)>& change) : source_({1, 2, 0x8003, 4}, change) {
        base::SeededRandom random{7};
        const auto secrets = StudySecrets::random(random);
        Identifiers identifiers;
        identifiers.collect(source_.data());
        const Profile profile;
        OutputPlan plan;
        ActionLog log;
        Rewriter{{source_.data(), profile, secrets, identifiers, "patient"}, plan, log}.run();
        bytes_ = plan.joined();
        scan_ = dicom::scan_file(bytes_);
    }
    std::string text() const { return std::string{text_of(bytes_)}; }
    bool holds(const std::string& token) const { return text().find(token) != std::string::npos; }
    const dicom::DataSet& data() const { return scan_.data.value(); }
    std::string pixels() const {
        return std::string{text_of(data().value(*data().find(dicom::tags::kPixelData)))};
    }

  private:
    TestImage source_;
    std::vector<std::byte> bytes_;
    dicom::FileScan scan_;
};

TEST(Rewriter, keeps_every_byte_of_pixels_that_have_nothing_behind_them) {
    const Rewritten written{[](DicomObject&) {}};
    EXPECT_EQ(written.pixels(), words({1, 2, 0x8003, 4}));
}

TEST(Rewriter, blanks_what_stands_behind_the_last_frame) {
    const Rewritten written{[](DicomObject& object) {
        object.set_pixels(vr::OW, words({1, 2, 3, 4}) + kSecret.substr(0, 6));
    }};
    EXPECT_FALSE(written.holds(kSecret.substr(0, 6)));
    EXPECT_EQ(written.pixels(), words({1, 2, 3, 4}) + std::string(6, '\0'));
}

TEST(Rewriter, keeps_whole_frames_that_the_header_does_not_count_and_a_byte_of_padding) {
    const auto frames = words({1, 2, 3, 4}) + words({5, 6, 7, 8});
    const Rewritten more{[&](DicomObject& object) { object.set_pixels(vr::OW, frames); }};
    EXPECT_EQ(more.pixels(), frames);
    const Rewritten padded{[](DicomObject& object) {
        object.set_u16(0x00280011, 3);
        object.set_u16(0x00280100, 8);
        object.set_u16(0x00280101, 8);
        object.set_u16(0x00280102, 7);
        object.set_pixels(vr::OB, "abcd");
    }};
    EXPECT_EQ(padded.pixels(), "abcd");
}

TEST(Rewriter, blanks_the_bits_of_an_overlay_that_lies_inside_of_the_samples) {
    const auto with_overlay = [](DicomObject& object, std::uint16_t position) {
        object.set_u16(0x00280101, 12);
        object.set_u16(0x00280102, 11);
        object.set_u16(0x60000100, 16);
        object.set_u16(0x60000102, position);
    };
    const Rewritten unused{[&](DicomObject& object) { with_overlay(object, 15); }};
    EXPECT_EQ(unused.pixels(), words({1, 2, 3, 4}));
    const Rewritten of_picture{[&](DicomObject& object) { with_overlay(object, 1); }};
    EXPECT_EQ(of_picture.pixels(), words({1, 2, 0x8003, 4}));
}

TEST(Rewriter, drops_pictures_inside_of_sequences) {
    const Rewritten written{[](DicomObject& object) {
        DicomObject item;
        item.set(0x00081155, vr::UI, "2.25.9");
        item.set_pixels(vr::OW, kSecret);
        object.set_sequence(0x00081140, {item});
    }};
    EXPECT_FALSE(written.holds(kSecret));
}

TEST(Rewriter, drops_encrypted_attributes_and_blanks_texts_of_a_colour_profile) {
    const Rewritten written{[](DicomObject& object) {
        DicomObject item;
        item.set(0x04000520, vr::OB, kSecret);
        object.set_sequence(0x04000500, {item});
        object.set(0x00282000, vr::OB, kSecret);
    }};
    EXPECT_FALSE(written.holds(kSecret));
}

TEST(Rewriter, searches_safe_private_elements_of_unknown_form) {
    const Rewritten written{[](DicomObject& object) {
        object.set(0x00100010, vr::PN, "Quillfeather^Orsolya");
        object.set(0x00190010, vr::LO, "SIEMENS MR HEADER");
        object.set(0x0019100C, vr::UN, "1000");
        object.set(0x0019100D, vr::UN, "Quillfeather");
        object.set(0x0019100E, vr::LT, "call +44 7700 900417");
    }};
    EXPECT_FALSE(written.holds("900417"));
    EXPECT_FALSE(written.holds("Quillfeather"));
    EXPECT_TRUE(written.holds("1000"));
}

TEST(Rewriter, replaces_uids_that_only_borrow_the_root_of_the_standard) {
    const Rewritten written{[](DicomObject& object) {
        object.set(0x00100020, vr::LO, "MRN-7734411");
        object.set(0x0020000D, vr::UI, "1.2.840.10008.7734411.19531117");
        object.set(0x0008010C, vr::UI, "1.2.3.7734411");
    }};
    EXPECT_FALSE(written.holds("7734411"));
    EXPECT_EQ(written.data().text(dicom::tags::kSopClass), "1.2.840.10008.5.1.4.1.1.2");
}

TEST(Rewriter, replaces_a_number_of_the_patient_in_numeric_attributes) {
    const Rewritten written{[](DicomObject& object) {
        object.set(0x00100020, vr::LO, "MRN-7734411");
        object.set(0x00100030, vr::DA, "19531117");
        object.set(0x00080050, vr::SH, "64213");
        object.set(0x00181150, vr::IS, "7734411");
        object.set(0x00180081, vr::DS, "-7734411.00");
        object.set(0x00180080, vr::DS, "+19531117");
        object.set(0x00180050, vr::DS, "007734411");
        object.set(0x00280030, vr::DS, "0.625\\64213");
        object.set(0x00190010, vr::LO, "SIEMENS MR HEADER");
        object.set(0x0019100C, vr::IS, "7734411");
    }};
    EXPECT_FALSE(written.holds("7734411"));
    EXPECT_FALSE(written.holds("19531117"));
    EXPECT_FALSE(written.holds("64213"));
    EXPECT_EQ(text_of(written.data().value(*written.data().find(dicom::Tag{0x00280030}))), "0.625\\0 ");
}

TEST(Rewriter, keeps_numbers_that_only_resemble_one_of_the_patient) {
    const Rewritten written{[](DicomObject& object) {
        object.set(0x00100020, vr::LO, "1500");
        object.set(0x00080050, vr::SH, "64213");
        object.set(0x00180080, vr::DS, "1500");
        object.set(0x00180081, vr::DS, "64213.5");
        object.set(0x00181150, vr::IS, "642130");
    }};
    EXPECT_EQ(written.data().text(dicom::Tag{0x00180080}), "1500");
    EXPECT_EQ(written.data().text(dicom::Tag{0x00180081}), "64213.5");
    EXPECT_EQ(written.data().text(dicom::Tag{0x00181150}), "642130");
}

TEST(Rewriter, drops_tables_of_offsets_that_are_no_tables) {
    const Rewritten written{[](DicomObject& object) {
        object.set(0x7FE00001, vr::OV, kSecret);
        object.set(0x7FE00002, vr::OV, kSecret);
    }};
    EXPECT_FALSE(written.holds(kSecret));
}

}  // namespace
}  // namespace medal::imaging::deid
