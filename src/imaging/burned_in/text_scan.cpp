#include "imaging/burned_in/text_scan.h"

#include "base/error.h"
#include "imaging/burned_in/text_class.h"
#include "imaging/burned_in/text_lines.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <tesseract/baseapi.h>
#include <utility>

#include <opencv2/imgproc.hpp>

/// Of the OpenMP run-time that Tesseract brings along (OpenMP 5.0, 3.2.15); its header is not there for every
/// compiler.
extern "C" void omp_set_max_active_levels(int levels);

namespace medal::imaging::burned_in {
namespace {

/// Tesseract reads best when capitals are about thirty pixels high.
constexpr double kLineHeight = 48;
constexpr double kSureEnough = 0.40;
/// A row of this many letters is text even where nobody can read it.
constexpr std::size_t kSurelyText = 8;
constexpr double kUnread = 0.2;

struct Read {
    std::string text;
    double confidence = 0;
};

std::size_t letters_in(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; }));
}

bool overlaps(const TextRegion& a, const TextRegion& b) {
    const auto right = std::min(a.x + a.width, b.x + b.width);
    const auto bottom = std::min(a.y + a.height, b.y + b.height);
    const auto left = std::max(a.x, b.x);
    const auto top = std::max(a.y, b.y);
    if (right <= left || bottom <= top) return false;
    return (right - left) * (bottom - top) * 2 > std::min(a.width * a.height, b.width * b.height);
}

/// The better read of two that lie on each other stays; an identifier always does.
void add_region(std::vector<TextRegion>& regions, const TextRegion& region) {
    for (auto& known : regions) {
        if (!overlaps(known, region)) continue;
        const bool better =
            (region.text_class == TextClass::identifier && known.text_class != TextClass::identifier) ||
            (region.text_class == known.text_class && region.confidence > known.confidence);
        if (better) known = region;
        return;
    }
    regions.push_back(region);
}

/// Lines of one block have the same height, begin at the same place or go on beside each other.
bool belong_together(const TextRegion& known, const TextRegion& line) {
    const auto apart = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; };
    const auto height = std::max(known.height, line.height);
    if (std::min(known.height, line.height) * 2 < height) return false;
    const bool below = apart(known.y, line.y) <= height * 2 && apart(known.x, line.x) <= height;
    const auto gap = known.x > line.x ? known.x - std::min(known.x, line.x + line.width)
                                      : line.x - std::min(line.x, known.x + known.width);
    const bool beside = apart(known.y, line.y) * 2 <= height && gap <= height * 3;
    return below || beside;
}

/// A line that nobody could read, in a block with an identifier, is part of the block.
void adopt_neighbours(std::vector<TextRegion>& regions, std::vector<TextRegion> doubtful) {
    bool grown = true;
    while (grown) {
        grown = false;
        for (auto& line : doubtful) {
            const bool adopted = std::any_of(regions.begin(), regions.end(), [&](const TextRegion& known) {
                return known.text_class == TextClass::identifier && belong_together(known, line);
            });
            if (!adopted || line.width == 0) continue;
            auto region = line;
            region.text_class = TextClass::identifier;
            const auto before = regions.size();
            add_region(regions, region);
            grown = grown || regions.size() > before;
            line.width = 0;
        }
    }
}

}  // namespace

struct TextScanner::State {
    /// Made with the first line that looks like text: its library alone takes longer to load than a file to
    /// rewrite.
    std::unique_ptr<tesseract::TessBaseAPI> api;

    void start() {
        if (api) return;
        auto started = std::make_unique<tesseract::TessBaseAPI>();
        if (started->Init(nullptr, "eng", tesseract::OEM_LSTM_ONLY) != 0) {
            throw base::Error{base::ErrorKind::unavailable,
                              "imaging.ocr",
                              "Text recognition is not installed.",
                              {.field = {}, .hint = "Install tesseract-ocr-eng.", .detail = {}}};
        }
        started->SetPageSegMode(tesseract::PSM_SINGLE_LINE);
        started->SetVariable("debug_file", "/dev/null");
        api = std::move(started);
    }

    Read read(const TextLine& line) {
        start();
        omp_set_max_active_levels(0);  // many images at once are faster than many threads on one line
        const auto& picture = line.strokes;
        const cv::Mat strokes(static_cast<int>(picture.height), static_cast<int>(picture.width), CV_8UC1,
                              const_cast<std::uint8_t*>(picture.samples.data()));
        const double scale = std::clamp(kLineHeight / static_cast<double>(picture.height), 0.3, 4.0);
        cv::Mat large;
        cv::resize(strokes, large, {}, scale, scale, scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
        cv::copyMakeBorder(large, large, 8, 8, 12, 12, cv::BORDER_CONSTANT, cv::Scalar{255});
        api->SetImage(large.data, large.cols, large.rows, 1, static_cast<int>(large.step));
        api->SetSourceResolution(150);
        const std::unique_ptr<char[]> text{api->GetUTF8Text()};
        Read read{text != nullptr ? text.get() : "", api->MeanTextConf() / 100.0};
        while (!read.text.empty() && std::isspace(static_cast<unsigned char>(read.text.back())) != 0)
            read.text.pop_back();
        return read;
    }
};

TextScanner::TextScanner() : state_(std::make_unique<State>()) {}

TextScanner::~TextScanner() = default;
TextScanner::TextScanner(TextScanner&&) noexcept = default;
TextScanner& TextScanner::operator=(TextScanner&&) noexcept = default;

std::vector<TextRegion> TextScanner::scan(const picture::Raster& raster, std::uint64_t frame,
                                          const deid::Identifiers& identifiers) {
    std::vector<TextRegion> regions;
    std::vector<TextRegion> doubtful;
    for (const auto& line : find_lines(raster)) {
        const auto read = state_->read(line);
        const bool readable = read.confidence >= kSureEnough && letters_in(read.text) >= 2;
        const bool many =
            line.letters >= kSurelyText && letters_in(read.text) >= 3 && read.confidence >= kUnread;
        const TextRegion region{frame,
                                line.x,
                                line.y,
                                line.width,
                                line.height,
                                classify(read.text, identifiers),
                                std::clamp(read.confidence, 0.0, 1.0)};
        if (readable || many) {
            add_region(regions, region);
        } else {
            doubtful.push_back(region);
        }
    }
    adopt_neighbours(regions, std::move(doubtful));
    return regions;
}

}  // namespace medal::imaging::burned_in
