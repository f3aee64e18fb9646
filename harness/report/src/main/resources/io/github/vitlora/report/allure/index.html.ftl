<#-- Takes the place of Allure's own page frame, which loads a tag manager; this one loads nothing. -->
<!DOCTYPE html>
<html dir="ltr" lang="${reportLanguage!"en"}">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${(reportName!"Allure Report")?html}</title>
    <link rel="icon" href="${faviconUrl}">
    <#list stylesUrls as styleUrl>
    <link rel="stylesheet" type="text/css" href="${styleUrl}">
    </#list>
</head>
<body>
    <div id="alert"></div>
    <div id="content">
        <span class="spinner">
            <span class="spinner__circle"></span>
        </span>
    </div>
    <div id="popup"></div>
    <script>
        window.reportDataReady = false;
        window.reportData = {};
        <#list reportDataFiles?keys?sort as name>
        window.reportData['${name?js_string}'] = '${reportDataFiles[name]}';
        </#list>
        window.reportDataReady = true;
        // A report of an experiment opens on its answer.
        if (!location.hash && window.reportData['data/compare.json']) {
            history.replaceState(null, '', '#compare');
        }
    </script>
    <#list jsUrls as jsUrl>
    <script src="${jsUrl}"></script>
    </#list>
</body>
</html>
