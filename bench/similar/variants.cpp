#include "variants.h"

#include "imaging/picture/load.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vips/vips.h>

namespace similar_bench {
namespace {

cv::Mat matrix_of(const Raster& raster) {
    const cv::Size size{static_cast<int>(raster.width), static_cast<int>(raster.height)};
    auto* samples = const_cast<std::uint8_t*>(raster.samples.data());
    return cv::Mat{size, raster.channels == 3 ? CV_8UC3 : CV_8UC1, samples}.clone();
}

Raster raster_of(const cv::Mat& image) {
    auto raster = Raster::blank(static_cast<std::size_t>(image.cols), static_cast<std::size_t>(image.rows),
                                static_cast<std::size_t>(image.channels()));
    for (int y = 0; y < image.rows; ++y) {
        std::copy_n(image.ptr<std::uint8_t>(y), image.cols * image.channels(),
                    raster.pixel(0, static_cast<std::size_t>(y)));
    }
    return raster;
}

using Change = std::function<cv::Mat(const cv::Mat&)>;

Variant changed(std::string name, Change change) {
    return {std::move(name), [change = std::move(change)](const Raster& raster) {
                return raster_of(change(matrix_of(raster)));
            }};
}

/// Through libvips, as the platform reads: what else OpenCV would bring along has a JPEG-LS reader whose
/// functions are named like those of DCMTK's.
Variant encoded(const std::string& ending, int quality) {
    return {
        fmt::format("{} {}", ending, quality), [=](const Raster& raster) {
            auto* image = vips_image_new_from_memory_copy(
                raster.samples.data(), raster.samples.size(), static_cast<int>(raster.width),
                static_cast<int>(raster.height), static_cast<int>(raster.channels), VIPS_FORMAT_UCHAR);
            void* bytes = nullptr;
            std::size_t size = 0;
            const auto how = fmt::format(".{}[Q={}]", ending, quality);
            if (vips_image_write_to_buffer(image, how.c_str(), &bytes, &size, nullptr) != 0) std::abort();
            g_object_unref(image);
            auto read = medal::imaging::picture::load_raster({static_cast<const std::byte*>(bytes), size});
            g_free(bytes);
            return read;
        }};
}

Variant resized(double factor) {
    return changed(fmt::format("resized {}", factor), [=](const cv::Mat& image) {
        cv::Mat out;
        const cv::Size size{std::max(8, static_cast<int>(image.cols * factor)),
                            std::max(8, static_cast<int>(image.rows * factor))};
        cv::resize(image, out, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
        return out;
    });
}

/// Of the shown grey values; windows of stored values are the caller's.
Variant toned(const char* name, const std::function<double(double)>& tone) {
    cv::Mat table(1, 256, CV_8U);
    for (int i = 0; i < 256; ++i) {
        table.at<std::uint8_t>(i) =
            cv::saturate_cast<std::uint8_t>(255 * std::clamp(tone(i / 255.0), 0.0, 1.0));
    }
    return changed(name, [table](const cv::Mat& image) {
        cv::Mat out;
        cv::LUT(image, table, out);
        return out;
    });
}

Variant cropped(int percent) {
    return changed(fmt::format("cropped {} % on every side", percent), [=](const cv::Mat& image) {
        const int x = image.cols * percent / 100;
        const int y = image.rows * percent / 100;
        return image(cv::Rect{x, y, image.cols - 2 * x, image.rows - 2 * y}).clone();
    });
}

/// Of a hundred.
struct Margin {
    int left = 0, right = 0, top = 0, bottom = 0;
};

Variant cut(const char* name, Margin margin) {
    return changed(name, [margin](const cv::Mat& image) {
        const int x = image.cols * margin.left / 100;
        const int y = image.rows * margin.top / 100;
        const int width = image.cols * (100 - margin.right) / 100 - x;
        const int height = image.rows * (100 - margin.bottom) / 100 - y;
        return image(cv::Rect{x, y, width, height}).clone();
    });
}

cv::Mat with_text(const cv::Mat& image) {
    auto out = image.clone();
    const double scale = std::max(0.4, image.cols / 700.0);
    const auto white = cv::Scalar::all(255);
    const int line = static_cast<int>(24 * scale);
    cv::putText(out, "CASE 0815  12/03/2024", {line / 3, line}, cv::FONT_HERSHEY_SIMPLEX, scale * 0.7, white);
    cv::putText(out, "Figure 2a", {image.cols * 2 / 3, image.rows - line / 2}, cv::FONT_HERSHEY_SIMPLEX,
                scale * 0.7, white);
    return out;
}

cv::Mat with_boxes(const cv::Mat& image) {
    auto out = image.clone();
    const int width = image.cols / 5;
    const int height = image.rows / 12;
    const auto black = cv::Scalar::all(0);
    cv::rectangle(out, cv::Rect{0, 0, width, height}, black, cv::FILLED);
    cv::rectangle(out, cv::Rect{image.cols - width, 0, width, height}, black, cv::FILLED);
    return out;
}

cv::Mat with_noise(const cv::Mat& image, double deviation) {
    cv::RNG random{7};
    cv::Mat noise(image.size(), CV_16SC(image.channels()));
    random.fill(noise, cv::RNG::NORMAL, 0, deviation);
    cv::Mat wide;
    image.convertTo(wide, CV_16S);
    wide += noise;
    cv::Mat out;
    wide.convertTo(out, image.type());
    return out;
}

Variant mirrored(const char* name, int axis) {
    return changed(name, [axis](const cv::Mat& image) {
        cv::Mat out;
        cv::flip(image, out, axis);
        return out;
    });
}

Variant turned(const char* name, int how) {
    return changed(name, [how](const cv::Mat& image) {
        cv::Mat out;
        cv::rotate(image, out, how);
        return out;
    });
}

}  // namespace

std::vector<Variant> variants() {
    std::vector<Variant> all{{"as shown, PNG", [](const Raster& raster) { return raster; }}};
    for (const int quality : {95, 75, 50, 30}) all.push_back(encoded("jpg", quality));
    all.push_back(encoded("webp", 60));
    for (const double factor : {0.25, 0.5, 0.75, 1.5, 2.0}) all.push_back(resized(factor));
    all.push_back(toned("narrower window", [](double v) { return (v - 0.15) / 0.6; }));
    all.push_back(toned("wider window", [](double v) { return 0.2 + 0.6 * v; }));
    all.push_back(toned("gamma 0.6", [](double v) { return std::pow(v, 0.6); }));
    all.push_back(toned("gamma 1.6", [](double v) { return std::pow(v, 1.6); }));
    all.push_back(mirrored("mirrored across", 1));
    all.push_back(mirrored("mirrored down", 0));
    all.push_back(turned("turned by 90 degrees", cv::ROTATE_90_CLOCKWISE));
    all.push_back(turned("turned by 180 degrees", cv::ROTATE_180));
    for (const int percent : {2, 3, 5, 7, 10, 13}) all.push_back(cropped(percent));
    all.push_back(cut("cropped 6 % on one side", {.bottom = 6}));
    all.push_back(cut("cropped 10 % on one side", {.left = 10}));
    all.push_back(cut("cropped 10 % on two sides", {.left = 10, .top = 10}));
    all.push_back(cut("cropped 5 to 12 % on four sides", {.left = 12, .right = 5, .top = 8, .bottom = 10}));
    all.push_back(changed("two lines of text", with_text));
    all.push_back(changed("two boxes blanked", with_boxes));
    all.push_back(changed("noise, deviation 4", [](const cv::Mat& image) { return with_noise(image, 4); }));
    all.push_back(changed("noise, deviation 12", [](const cv::Mat& image) { return with_noise(image, 12); }));
    return all;
}

Raster distractor(unsigned seed) {
    cv::RNG random{seed * 7919ULL + 1};
    constexpr int kSide = 128;
    cv::Mat sum = cv::Mat::zeros(kSide, kSide, CV_32F);
    for (const int cells : {3, 6, 12, 24}) {
        cv::Mat noise(cells, cells, CV_32F);
        random.fill(noise, cv::RNG::UNIFORM, -1, 1);
        cv::Mat large;
        cv::resize(noise, large, sum.size(), 0, 0, cv::INTER_CUBIC);
        sum += large * (6.0 / cells);
    }
    cv::Mat image;
    cv::normalize(sum, image, 0, 255, cv::NORM_MINMAX, CV_8U);
    // Half of them stand on black, as scans do.
    if (seed % 2 == 0) {
        cv::Mat mask = cv::Mat::zeros(image.size(), CV_8U);
        const cv::Size half{random.uniform(25, 60), random.uniform(25, 60)};
        cv::ellipse(mask, {kSide / 2, kSide / 2}, half, random.uniform(0, 180), 0, 360, 255, cv::FILLED);
        cv::bitwise_and(image, mask, image);
    }
    return raster_of(image);
}

}  // namespace similar_bench
