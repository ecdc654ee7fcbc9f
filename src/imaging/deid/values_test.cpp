#include "imaging/deid/values.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace vr = dicom::vr;

std::optional<std::string> cleaned(std::string_view raw, dicom::Vr value_vr) {
    Identifiers identifiers;
    identifiers.add_name("Primary^Norm^Quillfeather");
    return cleaned_value(raw, value_vr, dicom::Charset{""}, identifiers, Search::known);
}

TEST(Values, replaces_words_where_only_numbers_may_stand) {
    EXPECT_EQ(cleaned("1\\QUILLFEATHER\\2.5", vr::DS), "1\\0\\2.5");
    EXPECT_EQ(cleaned("MRN-7734411", vr::IS), "0");
    EXPECT_EQ(cleaned("Orsolya", vr::TM), "000000");
    for (const auto* number :
         {"1.5e-3", "-12", "NaN", "101112.25", "10:11:12", "064Y", "1A", "1\\2\\3", ""}) {
        EXPECT_EQ(cleaned(number, vr::DS), std::nullopt) << number;
    }
}

TEST(Values, cleans_each_code_by_itself_and_keeps_those_of_the_trade) {
    EXPECT_EQ(cleaned("ORIGINAL\\PRIMARY\\M\\NORM", vr::CS), std::nullopt);
    EXPECT_EQ(cleaned("ORIGINAL\\PRIMARY\\QUILLFEATHER", vr::CS), "ORIGINAL\\PRIMARY\\REMOVED");
}

TEST(Values, takes_for_standard_only_what_the_standard_could_have_given_out) {
    EXPECT_TRUE(is_standard_uid("1.2.840.10008.5.1.4.1.1.481.10"));
    EXPECT_TRUE(is_standard_uid("1.2.840.10008.6.1.1360"));
    EXPECT_FALSE(is_standard_uid("1.2.840.10008.7734411.19531117"));
    EXPECT_FALSE(is_standard_uid("1.2.840.113619.2.55"));
}

}  // namespace
}  // namespace medal::imaging::deid
