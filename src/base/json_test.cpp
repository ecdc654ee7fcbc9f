#include "base/json.h"

#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"

#include <bit>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace medal::base {
namespace {

enum class Colour { red, green, private_ };
BOOST_DESCRIBE_ENUM(Colour, red, green, private_)

struct Part {
    std::string name;
    std::optional<double> weight_g;

    bool operator==(const Part&) const = default;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, weight_g))

struct Circle {
    static constexpr std::string_view kType = "circle";
    double radius_mm = 0;
    bool operator==(const Circle&) const = default;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (radius_mm))

struct Square {
    static constexpr std::string_view kType = "square";
    int side = 0;
    bool operator==(const Square&) const = default;
};
BOOST_DESCRIBE_STRUCT(Square, (), (side))

struct Thing {
    std::string title;
    bool open = false;
    std::int64_t count = 0;
    Colour colour = Colour::red;
    Instant at;
    std::vector<Part> parts;
    std::map<std::string, int> tally;
    std::variant<Circle, Square> shape;

    bool operator==(const Thing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (title, open, count, colour, at, parts, tally, shape))

Thing example() {
    return {.title = "a \"quoted\"\nline",
            .open = true,
            .count = -7,
            .colour = Colour::private_,
            .at = {1'700'000'000'123'456},
            .parts = {{"bolt", 1.5}, {"nut", {}}},
            .tally = {{"x", 1}},
            .shape = Square{4}};
}

Error error_of(std::string_view text) {
    try {
        from_json<Thing>(text);
    } catch (const Error& error) {
        return error;
    }
    return Error{ErrorKind::internal, "none", "no error"};
}

std::string with(std::string_view from, std::string_view to) {
    std::string text = to_json(example());
    const auto at = text.find(from);
    return text.replace(at, from.size(), to);
}

TEST(Json, a_described_struct_survives_the_round_trip) {
    EXPECT_EQ(from_json<Thing>(to_json(example())), example());
}

TEST(Json, writes_members_in_declared_order_and_leaves_out_empty_optionals) {
    EXPECT_EQ(to_json(Part{"nut", {}}), R"({"name":"nut"})");
    EXPECT_EQ(to_json(example().shape), R"({"type":"square","side":4})");
}

TEST(Json, names_the_pointer_of_an_unknown_field) {
    const auto error = error_of(with(R"("name":"nut")", R"("name":"nut","size":3)"));
    EXPECT_EQ(error.code(), "json.unknown_field");
    EXPECT_EQ(error.field(), "/parts/1/size");
}

TEST(Json, a_foreign_answer_may_have_fields_that_we_do_not_name) {
    EXPECT_EQ(from_foreign_json<Part>(R"({"name":"nut","id":7})"), (Part{"nut", {}}));
    EXPECT_THROW(from_foreign_json<Part>(R"({"id":7})"), Error);
}

TEST(Json, names_the_pointer_of_a_missing_field) {
    const auto error = error_of(with(R"("name":"nut")", ""));
    EXPECT_EQ(error.code(), "json.missing_field");
    EXPECT_EQ(error.field(), "/parts/1/name");
}

TEST(Json, names_the_pointer_of_a_wrong_type) {
    EXPECT_EQ(error_of(with(R"("count":-7)", R"("count":"7")")).field(), "/count");
    EXPECT_EQ(error_of(with(R"("count":-7)", R"("count":7.5)")).code(), "json.wrong_type");
}

TEST(Json, refuses_a_name_that_the_enum_does_not_have) {
    const auto error = error_of(with(R"("colour":"private")", R"("colour":"blue")"));
    EXPECT_EQ(error.code(), "json.bad_value");
    EXPECT_NE(error.message().find("red, green, private"), std::string::npos);
}

TEST(Json, refuses_an_alternative_that_the_variant_does_not_have) {
    EXPECT_EQ(error_of(with(R"("type":"square")", R"("type":"star")")).field(), "/shape/type");
}

TEST(Json, refuses_nesting_beyond_the_limit) {
    EXPECT_FALSE(is_json(std::string(100, '[') + std::string(100, ']')));
}

std::string duplicate_in(std::string_view text) {
    try {
        from_json<JsonText>(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "json.duplicate_field");
        return error.field();
    }
    return "none";
}

TEST(Json, refuses_a_field_that_is_there_twice_and_names_its_pointer) {
    EXPECT_EQ(duplicate_in(R"({"a":1,"b":2,"a":1})"), "/a");
    EXPECT_EQ(duplicate_in(R"({"a":[0,[],{"b":{"c":1,"d":{},"c":null}}]})"), "/a/2/b/c");
    EXPECT_EQ(duplicate_in(R"([1,{"x":"y","x":"y"}])"), "/1/x");
}

TEST(Json, sees_that_an_escaped_name_is_the_same_name) {
    EXPECT_EQ(duplicate_in(R"({"answer":1,"\u0061nswer":2})"), "/answer");
}

TEST(Json, the_same_name_in_different_objects_is_no_duplicate) {
    EXPECT_EQ(duplicate_in(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}],"c":"a"})"), "none");
}

TEST(Json, never_repeats_foreign_bytes_of_a_key) {
    const auto error = error_of(with(R"("name":"nut")", R"("name":"nut","DOE^JOHN 1950":3)"));
    EXPECT_EQ(error.message().find("DOE"), std::string::npos);
}

TEST(Json, an_update_keeps_the_fields_that_are_absent) {
    Thing thing = example();
    update_from_json(thing, R"({"count": 9})");
    EXPECT_EQ(thing.count, 9);
    EXPECT_EQ(thing.title, example().title);
}

TEST(Json, writes_a_number_that_reads_back_to_the_same_bits) {
    std::string out;
    write_json_number(out, 0.1 + 0.2);
    EXPECT_EQ(out, "0.30000000000000004");
}

TEST(Time, text_of_an_instant_survives_the_round_trip) {
    for (const std::int64_t us : {0LL, -1LL, 1'700'000'000'123'456LL, -62'000'000'000'000'000LL}) {
        EXPECT_EQ(Scalar<Instant>::parse(Scalar<Instant>::to_text({us})), Instant{us});
    }
}

TEST(Time, an_offset_is_turned_to_utc) {
    EXPECT_EQ(Scalar<Instant>::parse("2026-01-01T01:00:00+01:00"),
              Scalar<Instant>::parse("2026-01-01T00:00:00Z"));
    EXPECT_EQ(Scalar<Instant>::parse("2026-02-30T00:00:00Z"), std::nullopt);
}

TEST(Ids, sort_by_time_and_carry_version_and_variant) {
    SeededRandom random{7};
    const auto early = make_uuid_v7({1'000'000'000'000'000}, random);
    const auto late = make_uuid_v7({1'000'000'001'000'000}, random);
    EXPECT_LT(early, late);
    EXPECT_EQ(to_text(early)[14], '7');
    EXPECT_EQ(parse_uuid(to_text(late)), late);
    EXPECT_EQ(parse_uuid("not-a-uuid"), std::nullopt);
}

TEST(Hash, agrees_with_the_published_vectors) {
    EXPECT_EQ(sha256("abc").text(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test case 2.
    EXPECT_EQ(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?")).text(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Encoding, base64_survives_every_length) {
    for (std::size_t length = 0; length < 40; ++length) {
        SeededRandom random{length};
        std::vector<std::byte> bytes(length);
        random.fill(bytes);
        EXPECT_EQ(from_base64(base64(bytes)), bytes);
        EXPECT_EQ(from_hex(hex(bytes)), bytes);
    }
}

TEST(Json, reads_every_number_as_the_nearest_double) {
    std::mt19937_64 random{20261124};
    for (int round = 0; round < 20'000; ++round) {
        const auto number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        const auto written = to_json(std::vector{number});
        ASSERT_EQ(from_json<std::vector<double>>(written), std::vector{number}) << written;
    }
    // Found by fuzzing: read as 4.0000000000000003e36.
    EXPECT_EQ(from_json<std::vector<double>>("[40e35, -40E+35]"), (std::vector{4e36, -4e36}));
}

// Found by fuzzing: a text that ends inside of a number was an error of the server.
TEST(Json, refuses_a_text_that_ends_inside_of_a_number) {
    for (const auto* text : {"9e", "[1, 2.5e+", "-", "{\"a\":1.", "40e35e"}) {
        try {
            from_json<std::vector<double>>(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::invalid) << text;
        }
    }
}

TEST(Json, refuses_numbers_that_no_double_holds) {
    EXPECT_THROW(from_json<std::vector<double>>("[1e400]"), Error);
    EXPECT_THROW(from_json<std::vector<double>>("[-1e400]"), Error);
    EXPECT_EQ(from_json<std::vector<double>>("[1e-400]"), std::vector{0.0});
}

}  // namespace
}  // namespace medal::base
