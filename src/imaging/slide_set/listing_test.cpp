#include "imaging/slide_set/listing.h"

#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/slide_set/view.h"
#include "imaging/testing_vms.h"
#include "support/temporary_folder.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace medal::imaging::slide_set {
namespace {

namespace fs = std::filesystem;

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string code_of(const std::string& list) {
    try {
        read_listing(bytes_of(list));
    } catch (const base::Error& error) {
        return error.code();
    }
    return "";
}

std::string with(std::string text, const std::string& old, const std::string& fresh) {
    const auto at = text.find(old);
    if (at == std::string::npos) ADD_FAILURE() << "the list does not hold " << old;
    return text.replace(at, old.size(), fresh);
}

const std::string& mirax() {
    static const std::string list = TestMirax{}.slidedat;
    return list;
}
const std::string& vms() {
    static const std::string list = vms_slide().at(std::string{kSetSecret} + ".vms");
    return list;
}
const std::string& vmu() {
    static const std::string list = vmu_slide().at(std::string{kSetSecret} + ".vmu");
    return list;
}

TEST(SlideListing, is_told_by_its_first_bytes) {
    for (const auto* list : {&mirax(), &vms(), &vmu()}) {
        EXPECT_EQ(detect_kind(bytes_of(*list)), FileKind::slide_set);
    }
    EXPECT_NE(detect_kind(bytes_of("[GENERAL]\r\nVOLUME=3\r\n")), FileKind::slide_set);
    EXPECT_EQ(read_listing(bytes_of(mirax())).kind, SetKind::mirax);
    EXPECT_EQ(read_listing(bytes_of(vms())).kind, SetKind::vms);
    EXPECT_EQ(read_listing(bytes_of(vmu())).kind, SetKind::vmu);
}

TEST(SlideListing, is_written_anew_without_any_of_its_names) {
    for (const auto* list : {&mirax(), &vms(), &vmu()}) {
        const auto listing = read_listing(bytes_of(*list));
        EXPECT_EQ(listing.neutral.find(kSetSecret), std::string::npos);
        for (const auto* name : {".dat", ".jpg", ".ngr", ".opt", "2011", "Macro", "NAME=Mueller"}) {
            EXPECT_EQ(listing.neutral.find(name), std::string::npos) << name;
        }
    }
}

TEST(SlideListing, tells_the_texts_by_which_the_slide_is_known) {
    const auto listing = read_listing(bytes_of(mirax()));
    for (const auto& text : {std::string{kSetSecret}, TestMirax{}.id}) {
        EXPECT_NE(std::find(listing.identifiers.begin(), listing.identifiers.end(), text),
                  listing.identifiers.end())
            << text;
    }
}

TEST(SlideListing, with_a_name_that_leads_elsewhere_is_refused) {
    for (const auto* name : {"../Index.dat", "/etc/passwd", "..", "a/b.dat", "C:\\Index.dat", "a\\b"}) {
        EXPECT_EQ(code_of(with(mirax(), "INDEXFILE=Index.dat", std::string{"INDEXFILE="} + name)),
                  "slide.set_damaged")
            << name;
        const auto map = "MapFile=" + std::string{kSetSecret} + "_map.jpg";
        EXPECT_EQ(code_of(with(vms(), map, std::string{"MapFile="} + name)), "slide.set_damaged") << name;
    }
}

TEST(SlideListing, that_is_enormous_is_refused) {
    EXPECT_EQ(code_of(mirax() + std::string(2 << 20, '#')), "slide.set_damaged");
    std::string sections;
    for (int i = 0; i < 10'000; ++i) sections += "[S" + std::to_string(i) + "]\n";
    EXPECT_EQ(code_of(mirax() + sections), "slide.set_damaged");
    std::string keys;
    for (int i = 0; i < 60'000; ++i) keys += "k" + std::to_string(i) + "=1\n";
    EXPECT_EQ(code_of(mirax() + keys), "slide.set_damaged");
    EXPECT_EQ(code_of(mirax() + "x=" + std::string(10'000, 'a')), "slide.set_damaged");
}

TEST(SlideListing, that_claims_absurd_numbers_is_refused) {
    const std::pair<const char*, const char*> kMirax[] = {
        {"IMAGENUMBER_X=4", "IMAGENUMBER_X=2000000000"},
        {"IMAGENUMBER_Y=4", "IMAGENUMBER_Y=-4"},
        {"IMAGENUMBER_X=4", "IMAGENUMBER_X=5\r\nCameraImageDivisionsPerSide=4"},
        {"HIER_0_COUNT=2", "HIER_0_COUNT=1000000"},
        {"FILE_COUNT=2", "FILE_COUNT=2000000000"},
        {"NONHIER_COUNT=2", "NONHIER_COUNT=99999999"},
        {"DIGITIZER_WIDTH=128", "DIGITIZER_WIDTH=99999999"},
        {"OVERLAP_X=0", "OVERLAP_X=nan"},
        {"OVERLAP_X=0", "OVERLAP_X=127.99e9"},
        {"IMAGE_FORMAT=JPEG", "IMAGE_FORMAT=EXE"},
        {"SLIDE_ID=0123",
         "SLIDE_ID=01\x01"
         "23"},
    };
    for (const auto& [old, fresh] : kMirax) {
        EXPECT_EQ(code_of(with(mirax(), old, fresh)), "slide.set_damaged") << fresh;
    }
    const std::pair<const char*, const char*> kVms[] = {
        {"NoJpegColumns=2", "NoJpegColumns=2000000000"},
        {"NoJpegRows=1", "NoJpegRows=0"},
        {"NoJpegRows=1", "NoJpegRows=4000"},
        {"ImageFile(1,0)", "ImageFile(7,0)"},
        {"ImageFile(1,0)", "ImageFile(1,-1)"},
        {"ImageFile(1,0)", "ImageFile(x"},
    };
    for (const auto& [old, fresh] : kVms) {
        EXPECT_EQ(code_of(with(vms(), old, fresh)), "slide.set_damaged") << fresh;
    }
    EXPECT_EQ(code_of(with(vmu(), "BitsPerPixel=36", "BitsPerPixel=48")), "slide.set_damaged");
}

class ViewTest : public ::testing::Test {
  protected:
    /// The code of the error with which the view is refused.
    std::string view(const SlideFiles& files, const std::string& list) const {
        write_files(files, folder_ / "in");
        const auto listing = read_listing(bytes_of(files.at(list)));
        std::vector<fs::path> parts;
        for (const auto& part : listing.parts) parts.push_back(folder_ / "in" / part.name);
        try {
            const View view{listing, parts, folder_ / "view"};
            const ForeignSlide slide{view.source()};
        } catch (const base::Error& error) {
            EXPECT_FALSE(fs::exists(folder_ / "view"));
            return error.code();
        }
        EXPECT_FALSE(fs::exists(folder_ / "view"));
        return "";
    }

    testing::TemporaryFolder folder_;
};

TEST_F(ViewTest, opens_whole_sets_and_leaves_nothing_behind) {
    EXPECT_EQ(view(vms_slide(), std::string{kSetSecret} + ".vms"), "");
    EXPECT_EQ(view(vmu_slide(), std::string{kSetSecret} + ".vmu"), "");
}

TEST_F(ViewTest, refuses_parts_that_claim_more_than_they_hold) {
    const std::string secret{kSetSecret};
    auto files = vmu_slide();
    files[secret + "_p.ngr"].replace(4, 4, little(1 << 20, 4));
    EXPECT_EQ(view(files, secret + ".vmu"), "slide.part_damaged");
    files = vmu_slide();
    files[secret + "_p.ngr"].resize(1000);
    EXPECT_EQ(view(files, secret + ".vmu"), "slide.part_damaged");
    files = vmu_slide();
    files[secret + "_p.ngr"].replace(12, 4, little(0, 4));
    EXPECT_EQ(view(files, secret + ".vmu"), "slide.part_damaged");
    files = vms_slide();
    files[secret + "_00.jpg"] = "not a picture";
    EXPECT_EQ(view(files, secret + ".vms"), "slide.part_damaged");
    files = vms_slide();
    auto& jpeg = files[secret + "_00.jpg"];
    const auto frame = jpeg.find(std::string{"\xff\xc0", 2});
    jpeg.replace(frame + 5, 4, "\xff\xf0\xff\xf0");
    EXPECT_EQ(view(files, secret + ".vms"), "slide.part_damaged");
}

}  // namespace
}  // namespace medal::imaging::slide_set
