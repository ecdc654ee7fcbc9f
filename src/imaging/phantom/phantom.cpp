#include "imaging/phantom/phantom.h"

#include "base/hash.h"
#include "imaging/deid/output_plan.h"
#include "imaging/deid/secrets.h"
#include "imaging/phantom/body.h"
#include "imaging/phantom/drawing.h"
#include "imaging/phantom/person.h"
#include "imaging/phantom/portrait.h"
#include "imaging/picture/png.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace medal::imaging::phantom {
namespace {

namespace fs = std::filesystem;
namespace vr = dicom::vr;

constexpr double kPi = 3.14159265358979323846;

struct Look {
    const char* sop_class;
    const char* modality;
    const char* body_part;
    const char* description;
    std::size_t size;
    double field_mm;
    double slice_mm;
    double window_center, window_width;
};

Look look_of(Kind kind) {
    constexpr const char* kCt = "1.2.840.10008.5.1.4.1.1.2";
    switch (kind) {
        case Kind::ct_abdomen:
            return {kCt, "CT", "ABDOMEN", "CT ABDOMEN VENOUS PHASE", 512, 380, 1.5, 50, 400};
        case Kind::ct_chest:
            return {kCt, "CT", "CHEST", "CT CHEST", 512, 380, 1.25, -600, 1500};
        case Kind::ct_head:
            return {kCt, "CT", "HEAD", "CT HEAD NATIVE", 512, 240, 1.5, 40, 80};
        case Kind::mr:
            return {"1.2.840.10008.5.1.4.1.1.4", "MR", "BRAIN", "T1 MPRAGE", 256, 240, 2, 300, 700};
        case Kind::xray:
            return {"1.2.840.10008.5.1.4.1.1.1", "CR", "CHEST", "CHEST PA", 1024, 400, 0, 2000, 3600};
        case Kind::us:
            return {"1.2.840.10008.5.1.4.1.1.3.1", "US", "ABDOMEN", "US ABDOMEN", 480, 160, 0, 128, 256};
        case Kind::ct_face:
            return {kCt, "CT", "HEAD", "CT HEAD NATIVE", 192, 288, 2, 40, 80};
        case Kind::mr_face:
            return {"1.2.840.10008.5.1.4.1.1.4", "MR", "HEAD", "T1 MPRAGE", 192, 288, 2, 300, 700};
        case Kind::pet_head:
            return {"1.2.840.10008.5.1.4.1.1.128", "PT", "HEAD", "PET BRAIN FDG", 144, 288, 2, 1500, 3000};
        case Kind::photo:
        case Kind::portrait:
            return {"", "", "", "", 640, 0, 0, 0, 0};
    }
    return {};
}

class Maker {
  public:
    Maker(const Request& request, const fs::path& folder)
        : request_(request), folder_(folder), look_(look_of(request.kind)), secrets_(key_of(request.seed)) {
        size_ = request.size != 0 ? request.size : look_.size;
        if (request.plant_identifiers) person_ = person_of(request.seed);
        if (person_) made_.planted = person_->tokens();
    }

    Made run() {
        fs::create_directories(folder_);
        switch (request_.kind) {
            case Kind::xray:
                make_radiograph();
                break;
            case Kind::us:
                make_ultrasound();
                break;
            case Kind::photo:
                make_photo();
                break;
            case Kind::portrait:
                write_photo(draw_portrait(size_, request_.seed));
                break;
            default:
                make_volume();
        }
        return std::move(made_);
    }

  private:
    static deid::StudySecrets key_of(std::uint64_t seed) {
        return deid::StudySecrets{base::sha256(fmt::format("phantom {}", seed)).bytes};
    }
    std::string uid(const std::string& what) const {
        return secrets_.uid(fmt::format("{} {}", static_cast<int>(request_.kind), what));
    }

    DicomObject common(std::size_t number) const {
        DicomObject object;
        object.set(0x00080005, vr::CS, "ISO_IR 192");
        object.set(0x00080008, vr::CS, "ORIGINAL\\PRIMARY\\AXIAL");
        object.set(0x00080016, vr::UI, look_.sop_class);
        object.set(0x00080018, vr::UI, uid(fmt::format("instance {}", number)));
        for (const std::uint32_t tag : {0x00080020U, 0x00080021U, 0x00080022U, 0x00080023U})
            object.set(tag, vr::DA, "20240514");
        for (const std::uint32_t tag : {0x00080030U, 0x00080031U, 0x00080032U, 0x00080033U})
            object.set(tag, vr::TM, "101500");
        object.set(0x00080050, vr::SH, "");
        object.set(0x00080060, vr::CS, look_.modality);
        object.set(0x00080070, vr::LO, "MEDAL phantom generator");
        object.set(0x00080090, vr::PN, "");
        object.set(0x00081030, vr::LO, look_.description);
        object.set(0x0008103E, vr::LO, look_.description);
        object.set(0x00100010, vr::PN, "PHANTOM");
        object.set(0x00100020, vr::LO, fmt::format("PHANTOM-{}", request_.seed));
        object.set(0x00100030, vr::DA, "");
        object.set(0x00100040, vr::CS, request_.seed % 2 == 0 ? "F" : "M");
        object.set(0x00101010, vr::AS, fmt::format("{:03}Y", 30 + request_.seed % 50));
        object.set(0x00180015, vr::CS, look_.body_part);
        object.set(0x0020000D, vr::UI, uid("study"));
        object.set(0x0020000E, vr::UI, uid("series"));
        object.set(0x00200010, vr::SH, "1");
        object.set(0x00200011, vr::IS, "1");
        object.set(0x00200013, vr::IS, std::to_string(number));
        if (person_) plant(*person_, object);
        return object;
    }

    void set_pixel_module(DicomObject& object, std::size_t rows, std::size_t columns, bool is_signed) const {
        object.set_u16(0x00280002, 1);
        object.set(0x00280004, vr::CS, "MONOCHROME2");
        object.set_u16(0x00280010, static_cast<std::uint16_t>(rows));
        object.set_u16(0x00280011, static_cast<std::uint16_t>(columns));
        object.set_u16(0x00280100, 16);
        object.set_u16(0x00280101, is_signed ? 16 : 12);
        object.set_u16(0x00280102, is_signed ? 15 : 11);
        object.set_u16(0x00280103, is_signed ? 1 : 0);
        object.set(0x00281050, vr::DS, decimal_text(look_.window_center));
        object.set(0x00281051, vr::DS, decimal_text(look_.window_width));
    }

    static std::string words(const std::vector<double>& values, double low, double high) {
        std::string bytes;
        bytes.reserve(values.size() * 2);
        for (const double value : values) {
            const auto number = static_cast<std::int32_t>(std::lround(std::clamp(value, low, high)));
            bytes += static_cast<char>(number & 0xFF);
            bytes += static_cast<char>((number >> 8) & 0xFF);
        }
        return bytes;
    }

    void write(const DicomObject& object, std::size_t number) {
        const auto path = folder_ / fmt::format("{}-{:04}.dcm", look_.modality, number);
        object.write(path);
        made_.files.push_back(path.string());
    }

    void make_volume() {
        const auto body = body_of(request_.kind, request_.seed, request_.with_lesion);
        const double spacing = look_.field_mm / static_cast<double>(size_);
        const double first = -look_.slice_mm * static_cast<double>(request_.slices - 1) / 2;
        const bool ct = std::string_view{look_.modality} == "CT";
        for (std::size_t i = 0; i < request_.slices; ++i) {
            const double z = first + look_.slice_mm * static_cast<double>(i);
            auto object = common(i + 1);
            set_pixel_module(object, size_, size_, ct);
            set_slice_geometry(object, spacing, z);
            set_method(object);
            auto values = slice_of(body, z, size_, spacing, request_.seed);
            if (request_.kind == Kind::pet_head) blur(values, size_);
            object.set_pixels(vr::OW, words(values, ct ? -1024 : 0, ct ? 3071 : 4095));
            write(object, i + 1);
        }
        if (request_.with_lesion) note_lesion(body.parts.back(), spacing, first);
    }

    void note_lesion(const Ellipsoid& part, double spacing, double first) {
        const double middle = static_cast<double>(size_ - 1) / 2;
        const double slice =
            std::clamp((part.z - first) / look_.slice_mm, 0.0, static_cast<double>(request_.slices - 1));
        made_.lesions.push_back({part.x / spacing + middle, part.y / spacing + middle,
                                 static_cast<std::size_t>(std::lround(slice)), 2 * part.radius_x});
    }

    void set_slice_geometry(DicomObject& object, double spacing, double z) const {
        const double corner = -spacing * static_cast<double>(size_ - 1) / 2;
        object.set(0x00180050, vr::DS, decimal_text(look_.slice_mm));
        object.set(0x00185100, vr::CS, "HFS");
        object.set(0x00200032, vr::DS, fmt::format("{0}\\{0}\\{1}", decimal_text(corner), decimal_text(z)));
        object.set(0x00200037, vr::DS, "1\\0\\0\\0\\1\\0");
        object.set(0x00200052, vr::UI, uid("frame of reference"));
        object.set(0x00201040, vr::LO, "");
        object.set(0x00280030, vr::DS, fmt::format("{0}\\{0}", decimal_text(spacing)));
    }

    void set_method(DicomObject& object) const {
        const std::string_view modality{look_.modality};
        modality == "CT" ? set_ct(object) : modality == "PT" ? set_pet(object) : set_mr(object);
    }

    static void set_ct(DicomObject& object) {
        object.set(0x00180060, vr::DS, "120");
        object.set(0x00200012, vr::IS, "1");
        object.set(0x00281052, vr::DS, "0");
        object.set(0x00281053, vr::DS, "1");
        object.set(0x00281054, vr::LO, "HU");
    }
    static void set_mr(DicomObject& object) {
        object.set(0x00180020, vr::CS, "GR");
        object.set(0x00180021, vr::CS, "MP");
        object.set(0x00180022, vr::CS, "");
        object.set(0x00180023, vr::CS, "3D");
        object.set(0x00180080, vr::DS, "1900");
        object.set(0x00180081, vr::DS, "2.5");
        object.set(0x00180091, vr::IS, "1");
    }

    static void set_pet(DicomObject& object) {
        object.set(0x00181181, vr::CS, "NONE");
        object.set(0x00281052, vr::DS, "0");
        object.set(0x00281053, vr::DS, "4");
        object.set(0x00281054, vr::LO, "BQML");
        object.set(0x00541000, vr::CS, "STATIC\\IMAGE");
        object.set(0x00541001, vr::CS, "BQML");
        object.set(0x00541002, vr::CS, "EMISSION");
        object.set(0x00541101, vr::LO, "measured");
        object.set(0x00541102, vr::CS, "START");
    }

    /// Rays from front to back through the chest: attenuation summed, lung dark, bone bright (MONOCHROME2).
    void make_radiograph() {
        const auto body = body_of(Kind::xray, request_.seed, request_.with_lesion);
        std::vector<double> values(size_ * size_, 0);
        const double spacing = look_.field_mm / static_cast<double>(size_);
        constexpr std::size_t kRays = 200;
        for (std::size_t row = 0; row < size_; ++row) {
            const double z = (static_cast<double>(size_) / 2 - static_cast<double>(row)) * spacing;
            const auto cut = slice_of(body, z, kRays, look_.field_mm / kRays, request_.seed);
            std::vector<double> sums(kRays, 0);
            for (std::size_t i = 0; i < cut.size(); ++i) sums[i % kRays] += std::max(0.0, 1000 + cut[i]);
            for (std::size_t column = 0; column < size_; ++column) {
                const double at = static_cast<double>(column) / static_cast<double>(size_) * (kRays - 1);
                const auto left = static_cast<std::size_t>(at);
                const double part = at - static_cast<double>(left);
                const double sum = sums[left] * (1 - part) + sums[std::min(left + 1, kRays - 1)] * part;
                values[row * size_ + column] =
                    sum / 40 + 25 * noise(request_.seed, static_cast<std::int64_t>(column),
                                          static_cast<std::int64_t>(row), 0);
            }
        }
        mark_side(values);
        auto object = common(1);
        object.set(0x00080008, vr::CS, "ORIGINAL\\PRIMARY");
        set_pixel_module(object, size_, size_, false);
        object.set(0x00185101, vr::CS, "PA");
        object.set(0x00200020, vr::CS, "L\\F");
        object.set(0x00181164, vr::DS, fmt::format("{0}\\{0}", decimal_text(spacing)));
        object.set_pixels(vr::OW, words(values, 0, 4095));
        write(object, 1);
        if (!request_.with_lesion) return;
        const auto& part = body.parts.back();
        made_.lesions.push_back({part.x / spacing + static_cast<double>(size_) / 2,
                                 static_cast<double>(size_) / 2 - part.z / spacing, 0, 2 * part.radius_x});
    }

    void mark_side(std::vector<double>& values) const {
        auto marker = picture::Raster::blank(size_, size_, 1);
        draw_text(marker, size_ * 9 / 10, size_ / 20, "L", std::max<std::size_t>(size_ / 150, 1), 255);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (marker.samples[i] != 0) values[i] = 4000;
        }
    }

    picture::Raster fan(std::size_t frame) const {
        const auto width = size_ * 4 / 3;
        auto raster = picture::Raster::blank(width, size_, 3);
        const double apex_x = static_cast<double>(width) / 2;
        const double apex_y = -0.05 * static_cast<double>(size_);
        for (std::size_t y = size_ / 8; y < size_; ++y) {
            for (std::size_t x = 0; x < width; ++x) {
                const double dx = static_cast<double>(x) - apex_x;
                const double dy = static_cast<double>(y) - apex_y;
                const double depth = std::sqrt(dx * dx + dy * dy) / static_cast<double>(size_);
                const double angle = std::atan2(dx, dy);
                if (depth > 0.98 || std::abs(angle) > kPi / 4.5) continue;
                const double move = 4 * std::sin(static_cast<double>(frame) / 3);
                double tissue = 90 + 50 * smooth_noise(request_.seed, angle * 300 + move, depth * 400, 28);
                const double cyst = std::hypot(angle - 0.12, (depth - 0.55) * 1.6);
                if (request_.with_lesion && cyst < 0.09) tissue = 12;
                const double speckle =
                    1 + 0.6 * noise(request_.seed + frame, static_cast<std::int64_t>(angle * 400),
                                    static_cast<std::int64_t>(depth * 300), 1);
                const auto value =
                    static_cast<std::uint8_t>(std::clamp(tissue * speckle * (1.1 - 0.5 * depth), 0.0, 255.0));
                std::fill_n(raster.pixel(x, y), 3, value);
            }
        }
        return raster;
    }

    void make_ultrasound() {
        const auto frames = std::max<std::size_t>(request_.slices, 1);
        std::string pixels;
        std::size_t width = 0;
        for (std::size_t frame = 0; frame < frames; ++frame) {
            auto raster = fan(frame);
            width = raster.width;
            draw_text(raster, width - 90, size_ - 16, "MI 0.8", 2, 200);
            if (person_) {
                draw_text(raster, 8, 8, person_->family + ", " + person_->given, 2, 230);
                draw_text(raster, 8, 26, person_->number + "  " + person_->birth_date, 2, 230);
            }
            pixels.append(raster.samples.begin(), raster.samples.end());
        }
        auto object = common(1);
        object.set(0x00080008, vr::CS, "ORIGINAL\\PRIMARY");
        object.set(0x00080070, vr::LO, "MEDAL phantom generator");
        object.set(0x00181063, vr::DS, "40");
        object.set(0x00200020, vr::CS, "");
        object.set(0x00280008, vr::IS, std::to_string(frames));
        object.set(0x00280009, vr::AT, std::string{"\x18\x00\x63\x10", 4});
        set_pixel_module(object, size_, width, false);
        object.set_u16(0x00280002, 3);
        object.set(0x00280004, vr::CS, "RGB");
        object.set_u16(0x00280006, 0);
        object.set_u16(0x00280100, 8);
        object.set_u16(0x00280101, 8);
        object.set_u16(0x00280102, 7);
        object.set(0x00280301, vr::CS, person_ ? "YES" : "NO");
        object.set_pixels(vr::OB, std::move(pixels));
        write(object, 1);
    }

    void make_photo() {
        auto raster = picture::Raster::blank(size_, size_, 3);
        const double middle = static_cast<double>(size_) / 2;
        for (std::size_t y = 0; y < size_; ++y) {
            for (std::size_t x = 0; x < size_; ++x) {
                const double dx = (static_cast<double>(x) - middle * 1.05) / middle;
                const double dy = (static_cast<double>(y) - middle * 0.95) / middle;
                const double edge =
                    0.34 + 0.07 * smooth_noise(request_.seed, 40 * std::atan2(dy, dx) + 200, 3, 9);
                const double inside =
                    request_.with_lesion ? std::clamp((edge - std::hypot(dx, dy * 1.2)) * 18, 0.0, 1.0) : 0;
                const double grain =
                    7 * noise(request_.seed, static_cast<std::int64_t>(x), static_cast<std::int64_t>(y), 0) +
                    9 * smooth_noise(request_.seed, static_cast<double>(x), static_cast<double>(y), 14);
                const double skin[] = {218, 172, 148};
                const double mole[] = {104, 62, 48};
                for (std::size_t c = 0; c < 3; ++c) {
                    const double value = skin[c] + (mole[c] - skin[c]) * inside + grain;
                    raster.pixel(x, y)[c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
                }
            }
        }
        write_photo(raster);
        if (request_.with_lesion) made_.lesions.push_back({middle * 1.05, middle * 0.95, 0, 0});
    }

    void write_photo(const picture::Raster& raster) {
        std::vector<std::pair<std::string, std::string>> texts;
        if (person_)
            texts = {{"Comment", person_->name() + " " + person_->number},
                     {"Author", person_->physician_family}};
        const auto path = folder_ / fmt::format("photo-{:04}.png", request_.seed);
        deid::write_file(path, picture::encode_png(raster, texts));
        made_.files.push_back(path.string());
    }

    Request request_;
    fs::path folder_;
    Look look_;
    deid::StudySecrets secrets_;
    std::size_t size_ = 0;
    std::optional<Person> person_;
    Made made_;
};

}  // namespace

Made make_phantom(const Request& request, const fs::path& folder) {
    return Maker{request, folder}.run();
}

}  // namespace medal::imaging::phantom
