#include "imaging/dicomweb/rendering.h"

#include "base/error.h"
#include "base/json.h"
#include "imaging/dicomweb/store_response.h"

#include <gtest/gtest.h>

namespace medal::imaging::dicomweb {
namespace {

using picture::DisplayArea;
using picture::PictureFormat;
using picture::ShapedWindow;
using picture::WindowShape;

TEST(Viewports, are_a_size_and_if_wanted_a_region) {
    EXPECT_EQ(parse_viewport("512,256", Drawing::whole_size), (DisplayArea{512, 256}));
    EXPECT_EQ(parse_viewport("512,256,1.5,2,-30,40", Drawing::whole_size),
              (DisplayArea{512, 256, 1.5, 2, -30, 40}));
    EXPECT_EQ(parse_viewport("512,256,,,30,", Drawing::whole_size), (DisplayArea{512, 256, 0, 0, 30, 0}));
    EXPECT_EQ(parse_viewport("64,64", Drawing::thumbnail), (DisplayArea{64, 64}));
}

TEST(Viewports, are_refused_where_they_mean_nothing) {
    for (const auto* text :
         {"", "512", "512,", "0,512", "-1,512", "512,4097", "5.5,5", "512,512,", "512,512,0,0", "1,1,a,0,1,1",
          "1,1,-1,0,1,1", "1,1,0,0,0,1", "1,1,0,0,1,1,1", "1,1,nan,0,1,1", "99999999999,1", "1, 1"})
        EXPECT_THROW(parse_viewport(text, Drawing::whole_size), base::Error) << text;
    EXPECT_THROW(parse_viewport("64,64,0,0,1,1", Drawing::thumbnail), base::Error);
}

TEST(Windows, are_center_width_and_function) {
    EXPECT_EQ(parse_window("40,400,linear"), (ShapedWindow{40, 400, WindowShape::linear}));
    EXPECT_EQ(parse_window("-0.5,0.25,linear-exact"), (ShapedWindow{-0.5, 0.25, WindowShape::linear_exact}));
    EXPECT_EQ(parse_window("1e3,2,sigmoid"), (ShapedWindow{1000, 2, WindowShape::sigmoid}));
    for (const auto* text : {"", "40", "40,400", "40,400,", "40,400,LINEAR", "40,0,linear", "40,0.5,linear",
                             "40,0,sigmoid", "40,-1,sigmoid", "a,1,linear", "inf,1,linear", "1,2,linear,3"})
        EXPECT_THROW(parse_window(text), base::Error) << text;
}

TEST(Wishes, take_what_the_standard_names_and_refuse_the_rest) {
    const auto wish = parse_wish({{"quality", "75"},
                                  {"accept", "image/png"},
                                  {"annotation", "patient,technique"},
                                  {"charset", "utf-8"},
                                  {"iccprofile", "srgb"}},
                                 Drawing::whole_size);
    EXPECT_EQ(wish.quality, 75);
    EXPECT_EQ(wish.accept, "image/png");
    EXPECT_TRUE(wish.wants_annotation);
    for (const auto* quality : {"0", "101", "-1", "", "7.5"})
        EXPECT_THROW(parse_wish({{"quality", quality}}, Drawing::whole_size), base::Error) << quality;
    EXPECT_THROW(parse_wish({{"windw", "1,2,linear"}}, Drawing::whole_size), base::Error);
    EXPECT_THROW(parse_wish({{"window", "1,2,linear"}}, Drawing::thumbnail), base::Error);
}

PictureChoice choice(const char* accept, std::size_t pictures) {
    return picture_for(parse_accept(accept), pictures);
}

TEST(Pictures, are_in_the_first_format_that_is_accepted_and_can_be_made) {
    EXPECT_EQ(choice("image/webp, image/png", 1).format, PictureFormat::webp);
    EXPECT_EQ(choice("image/gif, image/png", 1).format, PictureFormat::png);
    EXPECT_EQ(choice("image/*", 1).format, PictureFormat::jpeg);
    EXPECT_EQ(choice("", 1).packing, Packing::single);
    EXPECT_EQ(choice("*/*", 2).packing, Packing::multipart);
    EXPECT_EQ(choice("image/png", 2).packing, Packing::single);
    EXPECT_EQ(choice("multipart/related; type=\"image/png\"", 1).packing, Packing::multipart);
    EXPECT_EQ(choice("multipart/related; type=application/dicom", 1).packing, Packing::refused);
    EXPECT_EQ(choice("image/gif, video/mp4", 1).packing, Packing::refused);
    EXPECT_TRUE(accepts(parse_accept("image/jpeg, image/png"), PictureFormat::png));
    EXPECT_FALSE(accepts(parse_accept("image/jpeg"), PictureFormat::png));
}

TEST(StoreResponse, tells_what_was_stored_what_failed_and_what_has_no_name) {
    const std::vector<StoreOutcome> outcomes{
        {StoreFailure::none, {"1.2.840", "2.25.1", "2.25.9"}},
        {StoreFailure::other_study, {"1.2.840", "2.25.2", "2.25.8"}},
        {StoreFailure::cannot_understand, {}},
    };
    const auto json = store_response(outcomes);
    EXPECT_TRUE(base::is_json(json));
    EXPECT_EQ(json, R"({"00081190":{"vr":"UR"},)"
                    R"("00081198":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2.840"]},)"
                    R"("00081155":{"vr":"UI","Value":["2.25.2"]},"00081197":{"vr":"US","Value":[49153]}}]},)"
                    R"("00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2.840"]},)"
                    R"("00081155":{"vr":"UI","Value":["2.25.1"]},"00081190":{"vr":"UR"},)"
                    R"("00081196":{"vr":"US","Value":[45056]}}]},)"
                    R"("0008119A":{"vr":"SQ","Value":[{"00081197":{"vr":"US","Value":[49152]}}]}})");
    EXPECT_EQ(store_status(outcomes), 202);
    EXPECT_EQ(store_status({outcomes[1], outcomes[2]}), 409);
}

}  // namespace
}  // namespace medal::imaging::dicomweb
