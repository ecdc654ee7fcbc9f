// The examples that Amazon publishes with their signatures:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and
// sigv4-query-string-auth.html
#include "blob/s3/signer.h"

#include "base/hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace medal::blob::s3 {
namespace {

using ::testing::EndsWith;

const Credentials kExample{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const base::Instant kExampleTime = *base::Scalar<base::Instant>::parse("2013-05-24T00:00:00Z");

Call example(const std::string& path) {
    Call call;
    call.host = "examplebucket.s3.amazonaws.com";
    call.path = path;
    call.payload_sha256 = base::sha256("").text();
    return call;
}

std::string authorization_of(const Call& call) {
    return signed_headers(call, kExample, kExampleTime).back().value;
}

TEST(Signer, signs_the_example_that_reads_a_part_of_an_object) {
    auto call = example("/test.txt");
    call.headers = {{"Range", "bytes=0-9"}};
    EXPECT_EQ(authorization_of(call),
              "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
              "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
              "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(Signer, signs_the_example_that_writes_an_object_with_an_odd_name) {
    auto call = example("/test$file.text");
    call.method = "PUT";
    call.headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    call.payload_sha256 = base::sha256("Welcome to Amazon S3.").text();
    EXPECT_THAT(authorization_of(call),
                EndsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    EXPECT_EQ(encoded_target(call), "/test%24file.text");
}

TEST(Signer, signs_the_example_of_a_query_without_a_value) {
    auto call = example("/");
    call.query = {{"lifecycle", ""}};
    EXPECT_THAT(authorization_of(call),
                EndsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
}

TEST(Signer, signs_the_example_that_lists_a_bucket_whatever_the_order_of_its_query) {
    auto call = example("/");
    call.query = {{"prefix", "J"}, {"max-keys", "2"}};
    EXPECT_THAT(authorization_of(call),
                EndsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    EXPECT_EQ(encoded_target(call), "/?max-keys=2&prefix=J");
}

TEST(Signer, makes_the_example_of_a_link) {
    EXPECT_EQ(presigned_target(example("/test.txt"), kExample, kExampleTime, 86400),
              "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
              "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
              "&X-Amz-SignedHeaders=host"
              "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

}  // namespace
}  // namespace medal::blob::s3
