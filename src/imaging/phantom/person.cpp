#include "imaging/phantom/person.h"

#include "imaging/phantom/drawing.h"

#include <array>
#include <fmt/format.h>

namespace medal::imaging::phantom {
namespace {

namespace vr = dicom::vr;

constexpr std::array<std::string_view, 12> kFamilies{
    "ZEPHYRINE", "QUENTHALL",  "OSTERWYCK",   "BRAMBLECOTE", "FJORDENSEN", "VANTERPOOL",
    "KESTRELLO", "MOONTHREAD", "DRAKENSWORT", "PELLAGRINO",  "THISTLEBY",  "WINTERBOTTLE"};
constexpr std::array<std::string_view, 8> kGivens{"OTTOLINE", "CASPIAN",  "ISOLDETTE", "BARTHOLO",
                                                  "MARISKAH", "EVERETTA", "LYSANDERO", "PERPETUA"};
constexpr std::array<std::string_view, 6> kTowns{"Brindlemoor", "Hollowquay", "Tarnwick",
                                                 "Sedgeford",   "Ashlindale", "Vexmere"};
constexpr std::array<std::string_view, 4> kStreets{"Larkspur Lane", "Foxglove Road", "Tansy Street",
                                                   "Comfrey Avenue"};

std::uint64_t draw(std::uint64_t seed, std::int64_t what, std::uint64_t count) {
    const double number = (noise(seed, what, 77, 3) + 1) / 2;
    return std::min(count - 1, static_cast<std::uint64_t>(number * static_cast<double>(count)));
}

template <std::size_t N>
std::string pick(const std::array<std::string_view, N>& from, std::uint64_t seed, std::int64_t what) {
    return std::string{from[draw(seed, what, N)]};
}

std::string title_case(std::string text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] + 32);
    }
    return text;
}

}  // namespace

std::vector<std::string> Person::tokens() const {
    return {family,  given,     number,           birth_date,      phone,
            address, accession, physician_family, physician_given, institution};
}

Person person_of(std::uint64_t seed) {
    Person person;
    person.family = pick(kFamilies, seed, 1);
    person.given = pick(kGivens, seed, 2);
    person.middle = "QX";
    person.number = fmt::format("MRN-{}", 10'000'000 + draw(seed, 3, 80'000'000));
    person.birth_date = fmt::format("19{:02}{:02}{:02}", 30 + draw(seed, 4, 60), 1 + draw(seed, 5, 12),
                                    1 + draw(seed, 6, 28));
    person.phone = fmt::format("+44 7700 9{:05}", draw(seed, 7, 100'000));
    person.address =
        fmt::format("{} {}, {}", 1 + draw(seed, 8, 90), pick(kStreets, seed, 9), pick(kTowns, seed, 10));
    person.accession = fmt::format("ACC{}", 1'000'000 + draw(seed, 11, 9'000'000));
    person.physician_family = pick(kFamilies, seed + 5, 12);
    person.physician_given = pick(kGivens, seed + 5, 13);
    person.institution = fmt::format("Saint {} Hospital", pick(kTowns, seed, 14));
    return person;
}

void plant(const Person& person, DicomObject& object) {
    const auto full_name = title_case(person.given) + " " + title_case(person.family);
    object.set(0x00100010, vr::PN, person.name());
    object.set(0x00100020, vr::LO, person.number);
    object.set(0x00100030, vr::DA, person.birth_date);
    object.set(0x00101000, vr::LO, person.number + "-B");
    object.set(0x00101040, vr::LO, person.address);
    object.set(0x00102154, vr::SH, person.phone);
    object.set(0x00080050, vr::SH, person.accession);
    object.set(0x00080080, vr::LO, person.institution);
    object.set(0x00080081, vr::ST, person.address);
    object.set(0x00080090, vr::PN, person.physician_family + "^" + person.physician_given);
    object.set(0x00081030, vr::LO, "PHANTOM STUDY for " + full_name);
    object.set(0x00204000, vr::LT,
               "Seen by Dr " + title_case(person.physician_family) + ", call " + person.phone);
    object.set(0x00290010, vr::LO, "MEDAL PHANTOM");
    object.set(0x00291001, vr::LO, person.name());
    DicomObject request;
    request.set(0x00400007, vr::LO, "see " + person.number);
    request.set(0x00321060, vr::LO, "scan of " + full_name);
    object.set_sequence(0x00400275, {request});
    DicomObject modified;
    modified.set(0x00100010, vr::PN, person.name());
    DicomObject original;
    original.set_sequence(0x04000550, {modified});
    original.set(0x04000562, vr::DT, "20240601");
    original.set(0x04000563, vr::LO, "archive");
    original.set(0x04000564, vr::LO, person.institution);
    original.set(0x04000565, vr::CS, "COERCE");
    object.set_sequence(0x04000561, {original});
}

}  // namespace medal::imaging::phantom
